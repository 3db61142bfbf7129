using Microsoft.Extensions.Options;
using Npgsql;
using Photoseek.Search.Queries;
using Photoseek.Search.Ranking;

namespace Photoseek.Search;

/// <summary>Finds pictures by a sentence or by a picture.</summary>
public sealed class PictureSearch
{
    private readonly QueryEmbedder _embedder;
    private readonly LibrarySearch _library;
    private readonly TimeSpan _deadline;
    private readonly TimeProvider _time;

    internal PictureSearch(QueryEmbedder embedder, LibrarySearch library, IOptions<SearchOptions> options, TimeProvider time)
    {
        _embedder = embedder;
        _library = library;
        _deadline = options.Value.Deadline;
        _time = time;
    }

    /// <summary>Runs a search.</summary>
    /// <exception cref="InvalidSearchException">The request breaks a rule.</exception>
    /// <exception cref="Embedding.Images.PictureRefusedException">The query picture cannot be used.</exception>
    /// <exception cref="QueryImageException">The image that is searched by is unknown, or has no vector.</exception>
    /// <exception cref="ModelMismatchException">The library's vectors are another model's.</exception>
    /// <exception cref="TimeoutException">It took longer than <see cref="SearchOptions.Deadline"/>.</exception>
    public async Task<SearchAnswer> SearchAsync(SearchRequest request, CancellationToken cancellationToken)
    {
        SearchRequestRules.Check(request);
        var started = _time.GetTimestamp();
        using var deadline = new CancellationTokenSource(_deadline, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            var vector = await EmbedAsync(request, either.Token);
            var answer = await _library.RunAsync(request, vector, _embedder.Model, either.Token);
            var latency = _time.GetElapsedTime(started);
            SearchMetrics.Record(latency);
            return answer with { Latency = latency };
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested && IsTimeout(e))
        {
            throw new TimeoutException($"The search took longer than {_deadline.TotalSeconds:0.#} seconds and was given up.", e);
        }
    }

    private async Task<float[]?> EmbedAsync(SearchRequest request, CancellationToken cancellationToken) => request switch
    {
        { Text: { } text } => await _embedder.EmbedTextAsync(text.Trim(), cancellationToken),
        { Picture: { } picture } => await _embedder.EmbedPictureAsync(picture, cancellationToken),
        _ => null,
    };

    // The deadline may be seen here first, by Postgres, or by the connection to it.
    private static bool IsTimeout(Exception e) => e switch
    {
        OperationCanceledException => true,
        PostgresException { SqlState: PostgresErrorCodes.QueryCanceled } => true,
        NpgsqlException { InnerException: TimeoutException } => true,
        _ => false,
    };
}
