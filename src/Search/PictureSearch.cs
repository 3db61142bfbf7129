using Microsoft.Extensions.Options;
using Npgsql;
using Photoseek.Embedding.Models;
using Photoseek.Search.Queries;
using Photoseek.Search.Ranking;

namespace Photoseek.Search;

/// <summary>Finds pictures by a sentence or by a picture.</summary>
public sealed class PictureSearch
{
    private readonly QueryEmbedder embedder;
    private readonly NpgsqlDataSource database;
    private readonly SearchOptions options;
    private readonly TimeProvider time;

    internal PictureSearch(QueryEmbedder embedder, NpgsqlDataSource database, IOptions<SearchOptions> options, TimeProvider time)
    {
        this.embedder = embedder;
        this.database = database;
        this.options = options.Value;
        this.time = time;
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
        var started = time.GetTimestamp();
        using var deadline = new CancellationTokenSource(options.Deadline, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            return await FindAsync(request, started, either.Token);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested && IsTimeout(e))
        {
            throw new TimeoutException($"The search took longer than {options.Deadline.TotalSeconds:0.#} seconds and was given up.", e);
        }
    }

    private async Task<SearchAnswer> FindAsync(SearchRequest request, long started, CancellationToken cancellationToken)
    {
        var vector = request switch
        {
            { Text: { } text } => await embedder.EmbedTextAsync(text.Trim(), cancellationToken),
            { Picture: { } picture } => await embedder.EmbedPictureAsync(picture, cancellationToken),
            _ => null,
        };

        await using var snapshot = await LibrarySnapshot.OpenAsync(database, options.Deadline, cancellationToken);
        var generation = await snapshot.ServingAsync(cancellationToken);
        if (generation is not null)
        {
            RefuseOtherModels(generation.Model, embedder.Model);
        }

        vector ??= await StoredVectorQuery.RunAsync(snapshot, generation, request.ImageId!.Value, cancellationToken);
        if (generation is null)
        {
            return new SearchAnswer([], More: false, time.GetElapsedTime(started), Pending: 0);
        }

        var filter = new CandidateFilter(request.Project, request.Category);
        var stream = await CandidateQuery.RunAsync(snapshot, generation, vector, filter, ResultPage.Depth(request), options, cancellationToken);
        var page = ResultPage.Cut(stream, request);
        var hits = await HitQuery.RunAsync(snapshot, page.Candidates, cancellationToken);
        var pending = await HitQuery.PendingAsync(snapshot, generation, cancellationToken);
        return new SearchAnswer(hits, page.More, time.GetElapsedTime(started), pending);
    }

    // The name says nothing about the vectors: the same bundle may lie under two names.
    private static void RefuseOtherModels(ModelIdentity served, ModelIdentity loaded)
    {
        if (served with { Name = loaded.Name } != loaded)
        {
            throw new ModelMismatchException(Describe(served), Describe(loaded));
        }

        static string Describe(ModelIdentity model) => $"{model.Name} ({model.Sha256[..Math.Min(8, model.Sha256.Length)]}, {model.Dimension}-d, preprocessing {model.PreprocessingVersion})";
    }

    private static bool IsTimeout(Exception e) => e switch
    {
        OperationCanceledException => true,
        PostgresException { SqlState: PostgresErrorCodes.QueryCanceled } => true,
        NpgsqlException { InnerException: TimeoutException } => true,
        _ => false,
    };
}
