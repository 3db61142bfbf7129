using Microsoft.Extensions.Options;
using Npgsql;
using Photoseek.Embedding.Models;
using Photoseek.Search.Codes;
using Photoseek.Search.Language;
using Photoseek.Search.Ranking;

namespace Photoseek.Search.Queries;

/// <summary>Runs a search over what Postgres holds, once it is known what is near.</summary>
internal sealed class LibrarySearch(NpgsqlDataSource database, CodeLibrary codes, ScanGate gate, LibraryMeans means, LibraryFacets facets, IOptions<SearchOptions> options)
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
    /// <param name="given">What is looked for beside pictures of the library; where there is nothing at all, the newest pictures that the filters let through are given.</param>
    /// <param name="model">The model that made these vectors; the library's must be of the same. Null where there are none.</param>
    /// <param name="legs">What is being looked for beside the vectors meanwhile.</param>
    /// <param name="clock">Is told where the time goes.</param>
    /// <param name="cancellationToken">Ends the statement that runs, too.</param>
    /// <returns>The answer, its times not set.</returns>
    /// <exception cref="ModelMismatchException">They are not.</exception>
    /// <exception cref="QueryImageException">The request's image has no vector.</exception>
    public async Task<SearchAnswer> RunAsync(
        OpenedLibrary opened, SearchRequest request, ParsedQuery query, IReadOnlyList<WeightedVector> given, ModelIdentity? model, WrittenLegs legs, SearchClock clock, CancellationToken cancellationToken)
    {
        var snapshot = opened.Snapshot;
        var generation = snapshot.Serving;
        RefuseOtherModels(generation?.Model, model);
        List<LikeItem> likes = [.. query.Likes, .. request.ImageId is { } image ? [new LikeItem(image, 1)] : Enumerable.Empty<LikeItem>()];
        List<WeightedVector> parts = [.. given];
        foreach (var like in likes)
        {
            parts.Add(new WeightedVector(await StoredVectorQuery.RunAsync(snapshot, generation, like.Image, cancellationToken), like.Weight));
        }

        if (generation is null)
        {
            // Nothing was indexed ever: an empty library, not a failure.
            return new SearchAnswer([], More: false, TimeSpan.Zero, Pending: 0);
        }

        var filter = CandidateFilter.Of(request, query);
        if (parts.Count == 0)
        {
            return await BrowseAsync(snapshot, generation, request, filter, clock, cancellationToken);
        }

        var vector = QueryArithmetic.Combine(parts);
        var without = likes.Select(static like => like.Image).ToHashSet();
        var nearest = new NearestImages(opened, generation, codes, gate, options.Value, clock);
        var way = await nearest.ChooseAsync(filter, cancellationToken);
        var rules = new RankingRules
        {
            Without = without,
            Threshold = request.ScoreThreshold,
            Cutoff = request.Cutoff ?? options.Value.Cutoff,
            Weights = FusionWeights.Of(options.Value),
        };
        if (rules.Cutoff > 0)
        {
            var begun = clock.Now;
            rules = rules with { Mean = await means.OfAsync(snapshot, generation, cancellationToken) is { } mean ? RelevanceCut.MeanCosine(vector, mean) : 0 };
            clock.Sql += clock.Since(begun);
        }

        var deep = request.Sort != SearchSort.Relevance || request.Facets;
        var (byWords, byTexts) = ((WordMatches?)null, TextMatches.Unused);
        IReadOnlyList<WordMatch>? byCommon = null;
        RankedImages found;
        IReadOnlyList<FusedCandidate> shown;
        await using var nearWords = new NearWords(database, legs.Words, cancellationToken);
        while (true)
        {
            var wanted = ResultPage.Wanted(request, without.Count, deep);
            var stream = await nearest.FindAsync(way, vector, filter, wanted, nearWords.Begin, cancellationToken);
            var started = clock.Now;
            (byWords, byTexts) = (await legs.Words, await legs.Texts);
            if (byWords is { Common.Count: > 0 })
            {
                byCommon ??= await RankCommonAsync(byWords, nearWords, nearest, way, snapshot, generation, vector, filter, stream, cancellationToken);
                byWords = byWords with { Best = byCommon };
            }

            IEnumerable<long>[] rankings = [(byWords ?? WordMatches.None).Best.Select(static w => w.Id), byTexts.Best.Select(static t => t.Id)];
            var placed = await CompareAsync(snapshot, generation, vector, filter, rankings, stream, cancellationToken);
            found = RankedImages.Of(stream, complete: stream.Count < wanted, placed[0], placed[1], rules);
            shown = await Collapsing.RunAsync(opened, generation, [.. found.Kept.Take(SearchRequest.MaxDepth)], request, options.Value, cancellationToken);
            clock.Sql += clock.Since(started);
            if (deep || !found.GoesOn || shown.Count == found.Kept.Count || shown.Count > request.Offset + request.TopK)
            {
                break;
            }

            // So many were nearly the same that the page is not full.
            deep = true;
        }

        if (request.Sort != SearchSort.Relevance)
        {
            var started = clock.Now;
            shown = await DateOrder.SortAsync(snapshot, shown, request.Sort == SearchSort.Newest, cancellationToken);
            clock.Sql += clock.Since(started);
        }

        var page = ResultPage.Cut(shown, request);
        var fetching = clock.Now;
        var hits = await HitQuery.RunAsync(snapshot, page.Candidates, cancellationToken);
        var counts = request.Facets
            ? await FacetQuery.OfAsync(snapshot, [.. found.Kept.Take(SearchRequest.MaxDepth).Select(static row => row.Candidate.Id)], cancellationToken)
            : null;
        clock.Fetch += clock.Since(fetching);
        return new SearchAnswer(hits, page.More, TimeSpan.Zero, snapshot.Pending)
        {
            Facets = counts,
            Path = way.Path,
            State = snapshot.State,
            LeftOut = WrittenSearch.LeftOut(byWords, byTexts),
            Guessed = (byWords ?? WordMatches.None).Guessed,
            Less = found.Less,
            LessGoesOn = found.LessGoesOn,
        };
    }

    /// <summary>A page of what words and texts find, where the model that looks at pictures is missing.</summary>
    /// <param name="opened">The state of the library.</param>
    /// <param name="request">Checked already.</param>
    /// <param name="query">What was typed.</param>
    /// <param name="legs">What is being looked for.</param>
    /// <param name="reason">Why the model is missing, for people.</param>
    /// <param name="clock">Is told where the time goes.</param>
    /// <param name="cancellationToken">Ends the statement that runs, too.</param>
    public async Task<SearchAnswer> RunWrittenAsync(
        OpenedLibrary opened, SearchRequest request, ParsedQuery query, WrittenLegs legs, string reason, SearchClock clock, CancellationToken cancellationToken)
    {
        var snapshot = opened.Snapshot;
        if (snapshot.Serving is not { } generation)
        {
            return new SearchAnswer([], More: false, TimeSpan.Zero, Pending: 0);
        }

        var (words, texts) = (await legs.Words, await legs.Texts);
        var started = clock.Now;
        var found = await WrittenSearch.RankAsync(
            snapshot, generation, CandidateFilter.Of(request, query), words ?? WordMatches.None, texts, FusionWeights.Of(options.Value), cancellationToken);
        var shown = await Collapsing.RunAsync(opened, generation, found, request, options.Value, cancellationToken);
        if (request.Sort != SearchSort.Relevance)
        {
            shown = await DateOrder.SortAsync(snapshot, shown, request.Sort == SearchSort.Newest, cancellationToken);
        }

        clock.Sql += clock.Since(started);
        started = clock.Now;
        var page = ResultPage.Cut(shown, request);
        var hits = await HitQuery.RunAsync(snapshot, page.Candidates, cancellationToken);
        var counts = request.Facets ? await FacetQuery.OfAsync(snapshot, [.. found.Select(static row => row.Candidate.Id)], cancellationToken) : null;
        clock.Fetch += clock.Since(started);
        return new SearchAnswer(hits, page.More, TimeSpan.Zero, snapshot.Pending)
        {
            Facets = counts,
            LeftOut = [new LegLeftOut(SearchLeg.Vectors, reason), .. WrittenSearch.LeftOut(words, texts)],
            Guessed = (words ?? WordMatches.None).Guessed,
        };
    }

    /// <summary>The model of the library's vectors; null before anything was indexed.</summary>
    public async Task<ModelIdentity?> ServingAsync(CancellationToken cancellationToken)
    {
        await using var snapshot = await LibrarySnapshot.OpenAsync(database, options.Value.Deadline, null, cancellationToken);
        return snapshot.Serving?.Model;
    }

    /// <summary>What the pictures of the library have.</summary>
    public async Task<FacetCounts> FacetsAsync(CancellationToken cancellationToken)
    {
        await using var snapshot = await LibrarySnapshot.OpenAsync(database, options.Value.Deadline, null, cancellationToken);
        return snapshot.Serving is { Rows: > 0 } serving ? await facets.OfAsync(snapshot, serving.Rows, cancellationToken) : FacetCounts.None;
    }

    // What was found otherwise gets its distance, too. What has no vector yet has none, and has to wait.
    private static async Task<IReadOnlyList<IReadOnlyList<Candidate>>> CompareAsync(
        LibrarySnapshot snapshot, Generation generation, float[] vector, CandidateFilter filter, IReadOnlyList<IEnumerable<long>> rankings,
        IReadOnlyList<Candidate> stream, CancellationToken cancellationToken)
    {
        var known = stream.ToDictionary(static c => c.Id, static c => c.Distance);
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

    // With nothing to be near to, the newest come first unless the oldest are asked for.
    private static async Task<SearchAnswer> BrowseAsync(
        LibrarySnapshot snapshot, Generation generation, SearchRequest request, CandidateFilter filter, SearchClock clock, CancellationToken cancellationToken)
    {
        var started = clock.Now;
        var found = await CandidateQuery.BrowseAsync(
            snapshot, generation, filter, newestFirst: request.Sort != SearchSort.Oldest, request.Facets ? 0 : request.Offset, request.Facets ? SearchRequest.MaxDepth + 1 : request.TopK + 1, cancellationToken);
        clock.Sql += clock.Since(started);
        started = clock.Now;
        var page = request.Facets ? found.Skip(request.Offset).ToList() : found;
        var hits = await HitQuery.RunAsync(snapshot, [.. page.Take(request.TopK).Select(static c => new FusedCandidate(c, 0, ByVector: false, ByWords: false))], cancellationToken);
        var counts = request.Facets ? await FacetQuery.OfAsync(snapshot, [.. found.Take(SearchRequest.MaxDepth).Select(static c => c.Id)], cancellationToken) : null;
        clock.Fetch += clock.Since(started);
        return new SearchAnswer(hits, page.Count > request.TopK && request.Offset + request.TopK < SearchRequest.MaxDepth, TimeSpan.Zero, snapshot.Pending) { Path = SearchPath.Newest, Facets = counts };
    }

    // Who is asked for by name is looked for among the pictures of that name. Of other words, what is nearest mostly has those that
    // say what is seen; then it is enough to look there. A word or two alone may say nothing that can be seen: then the nearest of
    // those that have them are looked for, as with a filter.
    private static async Task<IReadOnlyList<WordMatch>> RankCommonAsync(
        WordMatches words, NearWords nearWords, NearestImages nearest, SearchWay way, LibrarySnapshot snapshot, Generation generation, float[] vector, CandidateFilter filter,
        IReadOnlyList<Candidate> stream, CancellationToken cancellationToken)
    {
        if (words.Names is { Count: > 0 } names)
        {
            var shown = await RankAsync(CommonWords.Show(names, all: true, filter));
            return shown.Count > 0 || names.Count == 1 ? shown : await RankAsync(CommonWords.Show(names, all: false, filter));
        }

        var head = await nearWords.RankAsync(snapshot, words.Common, [.. stream.Take(FusedRanking.Head)]);
        return head.Count >= CommonWords.Enough || stream.Count < FusedRanking.Head || words.Common.Count > CommonWords.Few || generation.Rows > CommonWords.MostRows
            ? head
            : await RankAsync(CommonWords.Have(words.Common, filter));

        async Task<IReadOnlyList<WordMatch>> RankAsync(CandidateFilter having)
        {
            var narrower = way == SearchWay.Exact ? way : await nearest.ChooseAsync(having, cancellationToken);
            var near = await nearest.FindAsync(narrower, vector, having, FusedRanking.Head, static _ => { }, cancellationToken);
            return await nearWords.RankAsync(snapshot, words.Common, [.. near.Take(FusedRanking.Head)]);
        }
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
