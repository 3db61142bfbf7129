using Photoseek.Search.Codes;
using Photoseek.Search.Ranking;

namespace Photoseek.Search.Queries;

/// <summary>The images nearest to a vector, by the codes in memory; Postgres compares exactly, and decides what is there and matches.</summary>
/// <param name="snapshot">The state of the library.</param>
/// <param name="generation">That which serves.</param>
/// <param name="index">Its codes.</param>
/// <param name="gate">Lets scans in.</param>
/// <param name="clock">Is told where the time goes.</param>
/// <param name="named">Hears of the first images that the codes name, before they are compared; must not take long.</param>
internal sealed class CodeSearch(LibrarySnapshot snapshot, Generation generation, CodeIndex index, ScanGate gate, SearchClock clock, Action<IReadOnlyList<long>> named)
{
    // A filter will want more than the first block, and to take more along costs a scan little.
    private const int FilteredScan = 3200;

    // The first ranks to compare where a filter leaves half of them: the first block is full then.
    private const int FilteredFirst = 800;

    // The first ranks to compare of what a filter leaves: twice as many as otherwise hold the right hundred, too.
    private const int SelectedFirst = 2 * CandidateBlocks.First;

    /// <summary>The blocks that hold the first <paramref name="wanted"/> candidates, or all that there are.</summary>
    /// <param name="vector">A unit vector.</param>
    /// <param name="filter">What they must be besides near.</param>
    /// <param name="among">The images that the filter leaves, where they are known: no other codes are read then.</param>
    /// <param name="wanted">How many.</param>
    /// <param name="cancellationToken">Ends the statement that runs.</param>
    public async Task<IReadOnlyList<IReadOnlyList<Candidate>>> RunAsync(float[] vector, CandidateFilter filter, long[]? among, int wanted, CancellationToken cancellationToken)
    {
        var query = index.Scale.Query(vector);
        var fresh = snapshot.Fresh.ToHashSet();
        var ranked = new Ranking([], All: false);
        var (from, scanned) = (0, 0);
        var (least, first) = filter.IsEmpty ? (0, 0) : (CandidateBlocks.First, FilteredFirst);
        if (among is not null)
        {
            // What is left has met the filter already.
            (ranked, fresh) = Select(query, among, fresh);
            (filter, scanned) = (CandidateFilter.None, int.MaxValue);
            (least, first) = (SelectedFirst, SelectedFirst);
        }

        var blocks = new CandidateBlocks(least);
        List<Candidate> loose = [];
        var depth = CandidateBlocks.EndOf(Math.Max(wanted, first));
        while (true)
        {
            if (scanned < depth)
            {
                scanned = filter.IsEmpty ? depth : Math.Max(depth, FilteredScan);
                ranked = await RankAsync(query, scanned, fresh, ranked.Images.Take(from), cancellationToken);
            }

            List<long> images = [.. ranked.Images.Take(depth).Skip(from), .. from == 0 ? fresh : []];
            if (from == 0)
            {
                named(images);
            }

            var distances = await CompareAsync(vector, filter, [.. images], cancellationToken);
            loose.AddRange(fresh.Where(distances.ContainsKey).Select(id => new Candidate(id, distances[id])));
            blocks.Add(ranked.Images, from, depth, distances);
            var complete = ranked.All && depth >= ranked.Images.Count;
            if (!complete && blocks.Count < wanted && depth == CandidateBlocks.Last)
            {
                var missing = wanted - blocks.Count;
                var rest = await RestAsync(vector, filter, missing, [.. ranked.Images.Take(depth), .. fresh], cancellationToken);
                blocks.AddLast(rest);
                complete = rest.Count < missing;
            }
            else if (!complete && !blocks.Hold(wanted) && depth < CandidateBlocks.Last)
            {
                (from, depth) = (depth, CandidateBlocks.Deeper(depth, blocks.Count, Math.Max(wanted, CandidateBlocks.First)));
                continue;
            }

            blocks.Insert(loose, complete);
            return blocks.Blocks;
        }
    }

    /// <summary>Ranks what a filter leaves, all of it at once; what the codes do not know is to be compared besides.</summary>
    private (Ranking Ranked, HashSet<long> Besides) Select(CodeQuery query, long[] among, HashSet<long> fresh)
    {
        var started = clock.Now;
        List<long> besides = [.. among.Where(fresh.Contains)];
        var images = CodeSelection.Rank(index, query, [.. among.Where(id => !fresh.Contains(id))], besides);
        clock.Scan += clock.Since(started);
        return (new Ranking(images, All: true), [.. besides]);
    }

    /// <summary>Scans once more for a greater depth. The codes may have changed since the last time, but what was taken stays taken.</summary>
    private async Task<Ranking> RankAsync(CodeQuery query, int wanted, HashSet<long> fresh, IEnumerable<long> taken, CancellationToken cancellationToken)
    {
        var started = clock.Now;
        var images = await gate.RunAsync(index, query, wanted, cancellationToken);
        clock.Scan += clock.Since(started);

        // An image whose vector was just replaced may have two rows for a moment.
        return new Ranking([.. taken.Concat(images).Distinct().Where(id => !fresh.Contains(id))], All: images.Length < wanted);
    }

    private async Task<IReadOnlyDictionary<long, double>> CompareAsync(float[] vector, CandidateFilter filter, long[] images, CancellationToken cancellationToken)
    {
        var started = clock.Now;
        var distances = await DistanceQuery.RunAsync(snapshot, generation, vector, filter, images, cancellationToken);
        clock.Sql += clock.Since(started);
        return distances;
    }

    /// <summary>What matches and ranks behind all that the codes are followed to: a filter against the grain of the query.</summary>
    private async Task<IReadOnlyList<Candidate>> RestAsync(float[] vector, CandidateFilter filter, int count, long[] known, CancellationToken cancellationToken)
    {
        var started = clock.Now;
        var rest = await CandidateQuery.ExactWithoutAsync(snapshot, generation, vector, filter, count, known, cancellationToken);
        clock.Sql += clock.Since(started);
        return rest;
    }

    private sealed record Ranking(IReadOnlyList<long> Images, bool All);
}
