using Microsoft.Extensions.Options;
using Npgsql;
using Photoseek.Embedding.Models;
using Photoseek.Search.Codes;
using Photoseek.Search.Language;
using Photoseek.Search.Ranking;

namespace Photoseek.Search.Queries;

/// <summary>Runs a search over what Postgres holds, once it is known what is near.</summary>
internal sealed class LibrarySearch(NpgsqlDataSource database, CodeLibrary codes, ScanGate gate, IOptions<SearchOptions> options)
{
    /// <summary>The state of the library that a search is about to see. Begin it before the vector is known: the two do not wait for each other.</summary>
    public async Task<OpenedLibrary> OpenAsync(CancellationToken cancellationToken)
    {
        var index = codes.Current;
        return new OpenedLibrary(await LibrarySnapshot.OpenAsync(database, options.Value.Deadline, index, cancellationToken), index);
    }

    /// <summary>A page of the images nearest to a vector.</summary>
    /// <param name="opened">The state of the library.</param>
    /// <param name="request">Checked already.</param>
    /// <param name="query">What was typed.</param>
    /// <param name="vector">What is looked for; null takes the vector of the request's image, and without one the newest pictures that the filters let through.</param>
    /// <param name="model">The model that made the vector; the library's vectors must be of the same. Null where the vector is the library's own.</param>
    /// <param name="legs">What is being looked for beside the vectors meanwhile.</param>
    /// <param name="clock">Is told where the time goes.</param>
    /// <param name="cancellationToken">Ends the statement that runs, too.</param>
    /// <returns>The answer, its times not set.</returns>
    /// <exception cref="ModelMismatchException">They are not.</exception>
    /// <exception cref="QueryImageException">The request's image has no vector.</exception>
    public async Task<SearchAnswer> RunAsync(
        OpenedLibrary opened, SearchRequest request, ParsedQuery query, float[]? vector, ModelIdentity? model, WrittenLegs legs, SearchClock clock, CancellationToken cancellationToken)
    {
        var snapshot = opened.Snapshot;
        var generation = snapshot.Serving;
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

        var filter = CandidateFilter.Of(request, query);
        if (vector is null)
        {
            return await BrowseAsync(snapshot, generation, request, filter, clock, cancellationToken);
        }

        var path = await ChooseAsync(opened, generation, filter, clock, cancellationToken);
        var blocks = path == SearchPath.Codes
            ? await new CodeSearch(snapshot, generation, opened.Codes!, gate, clock).RunAsync(vector, filter, ResultPage.Wanted(request), cancellationToken)
            : await AskPostgresAsync(path, snapshot, generation, vector, filter, ResultPage.Depth(request), clock, cancellationToken);
        var started = clock.Now;
        var (byWords, texts) = (await legs.Words, await legs.Texts);
        var words = byWords ?? WordMatches.None;
        var placed = await CompareAsync(
            snapshot, generation, vector, filter, [words.Best.Select(static w => w.Id), texts.Best.Select(static t => t.Id)], blocks, cancellationToken);
        clock.Sql += clock.Since(started);

        var page = ResultPage.Cut(blocks, request, placed[0], placed[1], FusionWeights.Of(options.Value));
        started = clock.Now;
        var hits = await HitQuery.RunAsync(snapshot, page.Candidates, cancellationToken);
        clock.Fetch += clock.Since(started);
        return new SearchAnswer(hits, page.More, TimeSpan.Zero, snapshot.Pending) { Path = path, State = snapshot.State, LeftOut = LeftOut(byWords, texts), Guessed = words.Guessed };
    }

    /// <summary>The model of the library's vectors; null before anything was indexed.</summary>
    public async Task<ModelIdentity?> ServingAsync(CancellationToken cancellationToken)
    {
        await using var snapshot = await LibrarySnapshot.OpenAsync(database, options.Value.Deadline, null, cancellationToken);
        return snapshot.Serving?.Model;
    }

    // What was found otherwise gets its distance, too. What has no vector yet has none, and has to wait.
    private static async Task<IReadOnlyList<IReadOnlyList<Candidate>>> CompareAsync(
        LibrarySnapshot snapshot, Generation generation, float[] vector, CandidateFilter filter, IReadOnlyList<IEnumerable<long>> rankings,
        IReadOnlyList<IReadOnlyList<Candidate>> blocks, CancellationToken cancellationToken)
    {
        var known = blocks.SelectMany(static block => block).ToDictionary(static c => c.Id, static c => c.Distance);
        long[] unknown = [.. rankings.SelectMany(static ids => ids).Where(id => !known.ContainsKey(id)).Distinct()];
        if (unknown.Length > 0)
        {
            foreach (var (id, distance) in await DistanceQuery.RunAsync(snapshot, generation, vector, filter, unknown, cancellationToken))
            {
                known.Add(id, distance);
            }
        }

        return [.. rankings.Select(ids => (IReadOnlyList<Candidate>)[.. ids.Where(known.ContainsKey).Select(id => new Candidate(id, known[id]))])];
    }

    private static List<LegLeftOut> LeftOut(WordMatches? words, TextMatches texts)
    {
        List<LegLeftOut> left = [];
        if (words is null)
        {
            left.Add(new LegLeftOut(SearchLeg.Words, "Looking for the words took too long."));
        }

        if (texts.Reason is { } reason)
        {
            left.Add(new LegLeftOut(SearchLeg.Texts, reason));
        }

        return left;
    }

    // With nothing to be near to, the newest come first.
    private static async Task<SearchAnswer> BrowseAsync(
        LibrarySnapshot snapshot, Generation generation, SearchRequest request, CandidateFilter filter, SearchClock clock, CancellationToken cancellationToken)
    {
        var started = clock.Now;
        var found = await CandidateQuery.NewestAsync(snapshot, generation, filter, request.Offset, request.TopK + 1, cancellationToken);
        clock.Sql += clock.Since(started);
        started = clock.Now;
        var hits = await HitQuery.RunAsync(snapshot, [.. found.Take(request.TopK).Select(static c => new FusedCandidate(c, 0, ByVector: false, ByWords: false, ByText: false))], cancellationToken);
        clock.Fetch += clock.Since(started);
        return new SearchAnswer(hits, found.Count > request.TopK && request.Offset + request.TopK < SearchRequest.MaxDepth, TimeSpan.Zero, snapshot.Pending) { Path = SearchPath.Newest };
    }

    private async Task<SearchPath> ChooseAsync(OpenedLibrary opened, Generation generation, CandidateFilter filter, SearchClock clock, CancellationToken cancellationToken)
    {
        var usable = opened.Codes?.Generation == generation.Id && opened.Snapshot.Fresh.Count < LibrarySnapshot.MostFresh;
        if (!usable || opened.Snapshot.Fresh.Count > 0)
        {
            codes.Ring();
        }

        // What is small is compared in Postgres; so is what a filter leaves little of.
        var exact = ScanChoice.IsExact(generation.Rows, usable ? ScanChoice.FewRows : options.Value.ExactRows);
        if (!exact && !filter.IsEmpty)
        {
            var started = clock.Now;
            exact = await CandidateQuery.AreFewerAsync(opened.Snapshot, filter, options.Value.ExactRows, cancellationToken);
            clock.Sql += clock.Since(started);
        }

        return exact ? SearchPath.Exact : usable ? SearchPath.Codes : SearchPath.Hnsw;
    }

    private async Task<IReadOnlyList<IReadOnlyList<Candidate>>> AskPostgresAsync(
        SearchPath path, LibrarySnapshot snapshot, Generation generation, float[] vector, CandidateFilter filter, int depth, SearchClock clock, CancellationToken cancellationToken)
    {
        var started = clock.Now;
        var stream = path == SearchPath.Exact
            ? await CandidateQuery.ExactAsync(snapshot, generation, vector, filter, depth, cancellationToken)
            : await CandidateQuery.IndexedAsync(snapshot, generation, vector, filter, depth, options.Value.EfSearch, cancellationToken);
        clock.Sql += clock.Since(started);
        return CandidateBlocks.Split(stream, ResultPage.Block);
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
