using Microsoft.Extensions.Options;
using Npgsql;
using Photoseek.Embedding.Models;
using Photoseek.Search.Ranking;

namespace Photoseek.Search.Queries;

/// <summary>Runs a search over what Postgres holds, once it is known what is near.</summary>
internal sealed class LibrarySearch(NpgsqlDataSource database, IOptions<SearchOptions> options)
{
    /// <summary>A page of the images nearest to a vector.</summary>
    /// <param name="request">Checked already.</param>
    /// <param name="vector">What is looked for; null takes the vector of the request's image.</param>
    /// <param name="model">The model that made the vector; the library's vectors must be of the same. Null where the vector is the library's own.</param>
    /// <param name="cancellationToken">Ends the statement that runs, too.</param>
    /// <returns>The answer, its latency not set.</returns>
    /// <exception cref="ModelMismatchException">They are not.</exception>
    /// <exception cref="QueryImageException">The request's image has no vector.</exception>
    public async Task<SearchAnswer> RunAsync(SearchRequest request, float[]? vector, ModelIdentity? model, CancellationToken cancellationToken)
    {
        await using var snapshot = await LibrarySnapshot.OpenAsync(database, options.Value.Deadline, cancellationToken);
        var generation = await snapshot.ServingAsync(cancellationToken);
        RefuseOtherModels(generation?.Model, model);
        if (request.ImageId is { } image)
        {
            vector ??= await StoredVectorQuery.RunAsync(snapshot, generation, image, cancellationToken);
        }

        if (generation is null)
        {
            // Nothing was indexed ever: an empty library, not a failure.
            return new SearchAnswer([], More: false, TimeSpan.Zero, Pending: 0);
        }

        ArgumentNullException.ThrowIfNull(vector);

        var filter = new CandidateFilter(request.Project, request.Category);
        var stream = await CandidateQuery.RunAsync(snapshot, generation, vector, filter, ResultPage.Depth(request), options.Value, cancellationToken);
        var page = ResultPage.Cut(stream, request);
        var hits = await HitQuery.RunAsync(snapshot, page.Candidates, cancellationToken);
        var pending = await HitQuery.PendingAsync(snapshot, generation, cancellationToken);
        return new SearchAnswer(hits, page.More, TimeSpan.Zero, pending);
    }

    /// <summary>The model of the library's vectors; null before anything was indexed.</summary>
    public async Task<ModelIdentity?> ServingAsync(CancellationToken cancellationToken)
    {
        await using var snapshot = await LibrarySnapshot.OpenAsync(database, options.Value.Deadline, cancellationToken);
        return (await snapshot.ServingAsync(cancellationToken))?.Model;
    }

    // Names are not compared: the same bundle may lie in two folders.
    private static void RefuseOtherModels(ModelIdentity? served, ModelIdentity? loaded)
    {
        if (served is not null && loaded is not null && served with { Name = loaded.Name } != loaded)
        {
            throw new ModelMismatchException(Describe(served), Describe(loaded)) { Model = served };
        }

        static string Describe(ModelIdentity model) =>
            $"{model.Name} (sha256 {model.Sha256[..Math.Min(8, model.Sha256.Length)]}, {model.Dimension} numbers, preprocessing {model.PreprocessingVersion})";
    }
}
