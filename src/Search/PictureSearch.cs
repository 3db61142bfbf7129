using Microsoft.Extensions.Options;
using Npgsql;
using Photoseek.Embedding.Models;
using Photoseek.Search.Cache;
using Photoseek.Search.Queries;
using Photoseek.Search.Ranking;

namespace Photoseek.Search;

/// <summary>Finds pictures by a sentence or by a picture.</summary>
public sealed class PictureSearch
{
    private readonly QueryEmbedder _embedder;
    private readonly LibrarySearch _library;
    private readonly SearchQueue _queue;
    private readonly ResultCache _results;
    private readonly QueryVectorCache _vectors;
    private readonly TimeSpan _deadline;
    private readonly TimeProvider _time;

    internal PictureSearch(
        QueryEmbedder embedder, LibrarySearch library, SearchQueue queue, ResultCache results, QueryVectorCache vectors, IOptions<SearchOptions> options, TimeProvider time)
    {
        _embedder = embedder;
        _library = library;
        _queue = queue;
        _results = results;
        _vectors = vectors;
        _deadline = options.Value.Deadline;
        _time = time;
    }

    /// <summary>Runs a search.</summary>
    /// <exception cref="InvalidSearchException">The request breaks a rule.</exception>
    /// <exception cref="Photoseek.Embedding.Images.PictureRefusedException">The query picture cannot be used.</exception>
    /// <exception cref="QueryImageException">The image that is searched by is unknown, or has no vector.</exception>
    /// <exception cref="ModelMismatchException">The library's vectors are another model's.</exception>
    /// <exception cref="SearchBusyException">Too many searches wait.</exception>
    /// <exception cref="TimeoutException">It took longer than <see cref="SearchOptions.Deadline"/>.</exception>
    public async Task<SearchAnswer> SearchAsync(SearchRequest request, CancellationToken cancellationToken)
    {
        SearchRequestRules.Check(request);
        var clock = new SearchClock(_time);
        using var deadline = new CancellationTokenSource(_deadline, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            var answer = await AnswerAsync(request with { Text = request.Text?.Trim() }, clock, either.Token);
            var timings = clock.Read();
            SearchMetrics.Record(timings);
            return answer with { Latency = timings.Total, Timings = timings };
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested && IsTimeout(e))
        {
            throw new TimeoutException($"The search took longer than {_deadline.TotalSeconds:0.#} seconds and was given up.", e);
        }
    }

    /// <summary>Searches by a vector of the model that serves, for measurements with queries that no text stands behind.</summary>
    internal async Task<SearchAnswer> SearchAsync(float[] vector, int topK, CancellationToken cancellationToken)
    {
        var clock = new SearchClock(_time);
        await using var opened = await _library.OpenAsync(cancellationToken);
        var answer = await _library.RunAsync(opened, new SearchRequest { TopK = topK }, vector, null, clock, cancellationToken);
        var timings = clock.Read();
        return answer with { Latency = timings.Total, Timings = timings };
    }

    /// <summary>Loads the model that serves, so that the first search is as fast as the next. Does nothing in a library that was never indexed.</summary>
    public async Task WarmUpAsync(CancellationToken cancellationToken)
    {
        if (await _library.ServingAsync(cancellationToken) is { } serving)
        {
            using var use = await _embedder.SwitchAsync(serving, cancellationToken);
        }
    }

    private async Task<SearchAnswer> AnswerAsync(SearchRequest request, SearchClock clock, CancellationToken cancellationToken)
    {
        var kept = ResultCache.Takes(request);
        if (kept && await _results.FindAsync(request, cancellationToken) is { } known)
        {
            return known;
        }

        using var turn = await _queue.WaitAsync(cancellationToken);
        var answer = await FindAsync(request, clock, cancellationToken);
        if (kept && answer.State is { } state)
        {
            _results.Keep(request, answer, state);
        }

        return answer;
    }

    private async Task<SearchAnswer> FindAsync(SearchRequest request, SearchClock clock, CancellationToken cancellationToken)
    {
        if (request.ImageId is not null)
        {
            // The vector is the library's own: no model is needed.
            await using var opened = await _library.OpenAsync(cancellationToken);
            return await _library.RunAsync(opened, request, null, null, clock, cancellationToken);
        }

        using var model = _embedder.Current() ?? await FirstAsync(cancellationToken);
        if (model is null)
        {
            return new SearchAnswer([], More: false, TimeSpan.Zero, Pending: 0);
        }

        ModelMismatchException changed;
        try
        {
            return await FindAsync(request, model, clock, cancellationToken);
        }
        catch (ModelMismatchException mismatch)
        {
            changed = mismatch;
        }

        // Another generation serves than when somebody looked last: once more with its model, if that is here.
        using var next = await _embedder.SwitchAsync(changed.Model!, cancellationToken) ?? throw changed;
        return await FindAsync(request, next, clock, cancellationToken);
    }

    private async Task<SearchAnswer> FindAsync(SearchRequest request, ModelUse model, SearchClock clock, CancellationToken cancellationToken)
    {
        // Postgres says what there is while the vector is made.
        var opening = _library.OpenAsync(cancellationToken);
        float[] vector;
        try
        {
            vector = await EmbedAsync(request, model, clock, cancellationToken);
        }
        catch
        {
            await using var unused = await opening;
            throw;
        }

        var started = clock.Now;
        await using var opened = await opening;
        clock.Sql += clock.Since(started);
        return await _library.RunAsync(opened, request, vector, model.Model.Identity, clock, cancellationToken);
    }

    private async Task<float[]> EmbedAsync(SearchRequest request, ModelUse model, SearchClock clock, CancellationToken cancellationToken)
    {
        var started = clock.Now;
        var vector = request is { Text: { } text }
            ? await EmbedTextAsync(text, model, cancellationToken)
            : await _embedder.EmbedPictureAsync(model, request.Picture!.Value, cancellationToken);
        clock.Encode += clock.Since(started);
        return vector;
    }

    private async Task<float[]> EmbedTextAsync(string text, ModelUse model, CancellationToken cancellationToken)
    {
        if (_vectors.Find(model.Model.Identity, text) is { } known)
        {
            return known;
        }

        var vector = await _embedder.EmbedTextAsync(model, text, cancellationToken);
        _vectors.Keep(model.Model.Identity, text, vector);
        return vector;
    }

    /// <summary>The model that serves; null in a library that was never indexed.</summary>
    private async Task<ModelUse?> FirstAsync(CancellationToken cancellationToken)
    {
        if (await _library.ServingAsync(cancellationToken) is not { } serving)
        {
            return null;
        }

        return await _embedder.SwitchAsync(serving, cancellationToken)
            ?? throw new ModelMismatchException($"{serving.Name}", "none");
    }

    // The deadline may be seen here first, by Postgres, or by the connection to it.
    private static bool IsTimeout(Exception e) => e switch
    {
        OperationCanceledException => true,
        PostgresException { SqlState: PostgresErrorCodes.QueryCanceled } => true,
        NpgsqlException { InnerException: TimeoutException } => true,
        _ => false,
    };
}
