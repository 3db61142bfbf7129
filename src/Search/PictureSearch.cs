using Microsoft.Extensions.Options;
using Photoseek.Embedding.Models;
using Photoseek.Search.Cache;
using Photoseek.Search.Language;
using Photoseek.Search.Queries;
using Photoseek.Search.Ranking;

namespace Photoseek.Search;

/// <summary>Finds pictures by a sentence or by a picture.</summary>
public sealed class PictureSearch
{
    private static readonly TimeSpan BeforeAnew = TimeSpan.FromSeconds(2);

    private readonly QueryEmbedder _embedder;
    private readonly LibrarySearch _library;
    private readonly QueryVectors _vectors;
    private readonly WordLeg _words;
    private readonly TextLeg _texts;
    private readonly SearchQueue _queue;
    private readonly ResultCache _results;
    private readonly TimeSpan _deadline;
    private readonly TimeProvider _time;
    private volatile NotHere? _notHere;
    private volatile string? _missing;

    internal PictureSearch(
        QueryEmbedder embedder, QueryVectors vectors, LibrarySearch library, WordLeg words, TextLeg texts, SearchQueue queue, ResultCache results, IOptions<SearchOptions> options, TimeProvider time)
    {
        _embedder = embedder;
        _vectors = vectors;
        _library = library;
        _words = words;
        _texts = texts;
        _queue = queue;
        _results = results;
        _deadline = options.Value.Deadline;
        _time = time;
    }

    /// <summary>Why searches do without looking at pictures, as far as the last one knows: a sentence for people. Null when they do not.</summary>
    public string? Missing => _missing;

    /// <summary>Runs a search. Without the model of the library, words are answered by what is written, and the answer says so.</summary>
    /// <exception cref="InvalidSearchException">The request breaks a rule.</exception>
    /// <exception cref="Photoseek.Embedding.Images.PictureRefusedException">The query picture cannot be used.</exception>
    /// <exception cref="QueryImageException">The image that is searched by is unknown, or has no vector.</exception>
    /// <exception cref="ModelMismatchException">The model of the library's vectors is not here, and there are no words to do without it.</exception>
    /// <exception cref="SearchBusyException">Too many searches wait.</exception>
    /// <exception cref="TimeoutException">It took longer than <see cref="SearchOptions.Deadline"/>.</exception>
    public async Task<SearchAnswer> SearchAsync(SearchRequest request, CancellationToken cancellationToken)
    {
        using var span = SearchMetrics.Trace();
        try
        {
            var answer = await TimeAsync(request, cancellationToken);
            SearchMetrics.Answered(answer, span);
            return answer;
        }
        catch (Exception exception)
        {
            SearchMetrics.Failed(exception, span);
            throw;
        }
    }

    /// <summary>Searches by a vector of the model that serves, for measurements with queries that no text stands behind; nothing is left out.</summary>
    internal Task<SearchAnswer> SearchAsync(float[] vector, int topK, CancellationToken cancellationToken) =>
        SearchAsync(vector, new SearchRequest { TopK = topK }, cancellationToken);

    /// <summary>The same with the filters of a request.</summary>
    internal async Task<SearchAnswer> SearchAsync(float[] vector, SearchRequest request, CancellationToken cancellationToken)
    {
        var clock = new SearchClock(_time);
        await using var opened = await _library.OpenAsync(cancellationToken);
        request = request with { Cutoff = 0, Duplicates = DuplicateHandling.All };
        var answer = await _library.RunAsync(opened, request, ParsedQuery.Nothing, [new WeightedVector(vector, 1)], null, WrittenLegs.None, clock, cancellationToken);
        var timings = clock.Read();
        return answer with { Latency = timings.Total, Timings = timings };
    }

    /// <summary>Loads the model that serves and searches once, so that the first search is as fast as the next. Does nothing in a library that was never indexed.</summary>
    public async Task WarmUpAsync(CancellationToken cancellationToken)
    {
        if (await _library.ServingAsync(cancellationToken) is not { } serving)
        {
            return;
        }

        using var use = await SwitchAsync(serving, cancellationToken);
        _missing = use is null ? new ModelMismatchException(serving.Name, "none").Message : null;
        using var deadline = new CancellationTokenSource(_deadline, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            if (use is not null)
            {
                var request = new SearchRequest { Text = "a photo" };
                await FindAsync(request, Parse(request), use, new SearchClock(_time), either.Token);
            }
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested && (e is ModelMismatchException || SearchTimeouts.IsOne(e)))
        {
            // Another model since, or a cold disk: searches find out themselves.
        }
    }

    /// <summary>What the pictures of the library have, counted; of a large library in a sample, a few minutes old at most.</summary>
    public Task<FacetCounts> FacetsAsync(CancellationToken cancellationToken) => _library.FacetsAsync(cancellationToken);

    /// <summary>What the model that serves makes of a text, 1 to 512 characters long.</summary>
    /// <exception cref="InvalidSearchException">The text is empty or too long.</exception>
    /// <exception cref="ModelMismatchException">The model is not on this machine, or nothing was indexed yet.</exception>
    public Task<QueryVector> EmbedAsync(string text, CancellationToken cancellationToken)
    {
        SearchRequestRules.Check(new SearchRequest { Text = text });
        return EmbedAsync(async model => (await _embedder.EmbedTextsAsync(model, [text.Trim()], cancellationToken))[0], cancellationToken);
    }

    /// <summary>What the model that serves makes of a picture.</summary>
    /// <param name="picture">The bytes of a JPEG, PNG or WebP.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="Photoseek.Embedding.Images.PictureRefusedException">The picture cannot be used.</exception>
    /// <exception cref="ModelMismatchException">The model is not on this machine, or nothing was indexed yet.</exception>
    public Task<QueryVector> EmbedAsync(ReadOnlyMemory<byte> picture, CancellationToken cancellationToken) =>
        EmbedAsync(model => _embedder.EmbedPictureAsync(model, picture, cancellationToken), cancellationToken);

    private async Task<QueryVector> EmbedAsync(Func<ModelUse, Task<float[]>> embed, CancellationToken cancellationToken)
    {
        using var model = await FirstAsync(cancellationToken) ?? throw new ModelMismatchException("none", "none");
        return new QueryVector(await embed(model), model.Model.Identity);
    }

    private async Task<SearchAnswer> TimeAsync(SearchRequest request, CancellationToken cancellationToken)
    {
        SearchRequestRules.Check(request);
        var query = Parse(request);
        var clock = new SearchClock(_time);
        using var deadline = new CancellationTokenSource(_deadline, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            var answer = await AnswerAsync(request with { Text = request.Text?.Trim() }, query, clock, either.Token);
            var timings = clock.Read();
            SearchMetrics.Record(timings);
            return answer with { Latency = timings.Total, Timings = timings };
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested && SearchTimeouts.IsOne(e))
        {
            throw new TimeoutException($"The search took longer than {_deadline.TotalSeconds:0.#} seconds and was given up.", e);
        }
    }

    private async Task<SearchAnswer> AnswerAsync(SearchRequest request, ParsedQuery query, SearchClock clock, CancellationToken cancellationToken)
    {
        var kept = ResultCache.Takes(request);
        if (kept && await _results.FindAsync(request, cancellationToken) is { } known)
        {
            return known;
        }

        using var turn = await _queue.WaitAsync(cancellationToken);
        var answer = await FindAsync(request, query, clock, cancellationToken);
        if (kept && answer is { LeftOut: [], State: { } state })
        {
            _results.Keep(request, answer, state);
        }

        return answer;
    }

    private async Task<SearchAnswer> FindAsync(SearchRequest request, ParsedQuery query, SearchClock clock, CancellationToken cancellationToken)
    {
        if (request is { Pictures: [], Look: null } && query.Terms.Count == 0)
        {
            // The vectors are the library's own, or nothing but filters is asked: no model is needed.
            await using var opened = await _library.OpenAsync(cancellationToken);
            return await _library.RunAsync(opened, request, query, [], null, WrittenLegs.None, clock, cancellationToken);
        }

        try
        {
            var answer = await FindByAllAsync(request, query, clock, cancellationToken);
            _missing = null;
            return answer;
        }
        catch (ModelMismatchException exception) when (Note(exception) && WrittenSearch.CanAnswer(request, query))
        {
            return await FindWrittenAsync(request, query, exception.Message, clock, cancellationToken);
        }
    }

    private bool Note(ModelMismatchException exception) => (_missing = exception.Message) is not null;

    private async Task<SearchAnswer> FindByAllAsync(SearchRequest request, ParsedQuery query, SearchClock clock, CancellationToken cancellationToken)
    {
        using var model = _embedder.Current() ?? await FirstAsync(cancellationToken);
        if (model is null)
        {
            return new SearchAnswer([], More: false, TimeSpan.Zero, Pending: 0);
        }

        ModelMismatchException changed;
        try
        {
            return await FindAsync(request, query, model, clock, cancellationToken);
        }
        catch (ModelMismatchException mismatch)
        {
            changed = mismatch;
        }

        // Another generation serves than when somebody looked last: once more with its model, if that is here.
        using var next = await SwitchAsync(changed.Model!, cancellationToken) ?? throw changed;
        return await FindAsync(request, query, next, clock, cancellationToken);
    }

    private async Task<SearchAnswer> FindWrittenAsync(SearchRequest request, ParsedQuery query, string reason, SearchClock clock, CancellationToken cancellationToken)
    {
        await using var opened = await _library.OpenAsync(cancellationToken);
        var legs = new WrittenLegs(_words.RunAsync(request, query, cancellationToken), _texts.RunAsync(request, query, opened.Snapshot.Texts, cancellationToken));
        try
        {
            return await _library.RunWrittenAsync(opened, request, query, legs, reason, clock, cancellationToken);
        }
        finally
        {
            await ((Task)legs.Words).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await ((Task)legs.Texts).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<SearchAnswer> FindAsync(SearchRequest request, ParsedQuery query, ModelUse model, SearchClock clock, CancellationToken cancellationToken)
    {
        // Texts go to their thread before anything else is done; Postgres says what there is while the vector is made.
        var started = clock.Now;
        var embedding = _vectors.OfAsync(request, query, model, cancellationToken);
        var opening = _library.OpenAsync(cancellationToken);
        var legs = new WrittenLegs(_words.RunAsync(request, query, cancellationToken), TextsAsync(request, query, opening, cancellationToken));
        try
        {
            var (parts, look) = await embedding;
            clock.Encode += clock.Since(started);
            started = clock.Now;
            var opened = await opening;
            clock.Sql += clock.Since(started);
            return await _library.RunAsync(opened, request with { Pictures = [], Look = look }, query, parts, model.Model.Identity, legs, clock, cancellationToken) with { Look = look };
        }
        finally
        {
            await ((Task)legs.Words).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await ((Task)legs.Texts).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await ((Task)opening).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (opening.IsCompletedSuccessfully)
            {
                await (await opening).DisposeAsync();
            }
        }
    }

    // What is written has a generation of its own, which the first round trip tells: where there is none nothing more is asked.
    private async Task<TextMatches> TextsAsync(SearchRequest request, ParsedQuery query, Task<OpenedLibrary> opening, CancellationToken cancellationToken) =>
        await _texts.RunAsync(request, query, (await opening).Snapshot.Texts, cancellationToken);

    /// <summary>The model that serves; null in a library that was never indexed.</summary>
    private async Task<ModelUse?> FirstAsync(CancellationToken cancellationToken)
    {
        if (await _library.ServingAsync(cancellationToken) is not { } serving)
        {
            return null;
        }

        return await SwitchAsync(serving, cancellationToken)
            ?? throw new ModelMismatchException($"{serving.Name}", "none");
    }

    // A bundle that is not here or broken is looked for again soon, but not by every search: that reads files.
    private async Task<ModelUse?> SwitchAsync(ModelIdentity serving, CancellationToken cancellationToken)
    {
        if (_notHere is { } last && last.Model == serving && _time.GetElapsedTime(last.Since) < BeforeAnew)
        {
            return null;
        }

        var use = await _embedder.SwitchAsync(serving, cancellationToken);
        _notHere = use is null ? new NotHere(serving, _time.GetTimestamp()) : null;
        return use;
    }

    // Signs without anything to them are words like others.
    private static ParsedQuery Parse(SearchRequest request) => request.Text is not { } text ? ParsedQuery.Nothing
        : QueryParser.Parse(text) is { Items.Count: > 0 } query ? query
        : new ParsedQuery([new TermItem(text.Trim(), 1)]);

    private sealed record NotHere(ModelIdentity Model, long Since);
}
