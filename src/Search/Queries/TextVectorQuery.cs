using System.Globalization;
using Photoseek.Search.Ranking;

namespace Photoseek.Search.Queries;

/// <summary>The images whose texts are nearest to a vector, as (id, distance) alone.</summary>
internal static class TextVectorQuery
{
    /// <summary>The images of <see cref="RunAsync"/> whose texts are nearer than any others would be.</summary>
    public static async Task<IReadOnlyList<Candidate>> NearAsync(
        LibrarySnapshot snapshot, TextGeneration generation, float[] vector, CandidateFilter filter, int depth, SearchOptions options, CancellationToken cancellationToken)
    {
        // The same blocks of the table each time, or the pages of a query would not fit together.
        var percent = Math.Min(100, 100.0 * StandingOut.Sample / Math.Max(1, generation.Rows));
        var sql = string.Create(CultureInfo.InvariantCulture, $"""
            select embedding <=> @vector::real[]::halfvec({generation.Dimension})
            from text_vectors_{generation.Id} tablesample system ({percent:0.######}) repeatable (1)
            limit {2 * StandingOut.Sample}
            """);
        var sample = await snapshot.QueryAsync<double>(sql, new { vector }, cancellationToken);
        return StandingOut.Of(await RunAsync(snapshot, generation, vector, filter, depth, options, cancellationToken), sample);
    }

    /// <summary>The first <paramref name="depth"/> candidates, nearest first: exact where few vectors are there or pass the condition, or the HNSW index comes to an end; by that index otherwise.</summary>
    public static async Task<IReadOnlyList<Candidate>> RunAsync(
        LibrarySnapshot snapshot, TextGeneration generation, float[] vector, CandidateFilter filter, int depth, SearchOptions options, CancellationToken cancellationToken)
    {
        var parameters = filter.Parameters();
        parameters.Add("vector", vector);
        if (!await IsExactAsync(snapshot, generation, filter, options, cancellationToken))
        {
            await CandidateQuery.UseIndexAsync(snapshot, options.EfSearch, cancellationToken);
            var found = await snapshot.QueryAsync<Candidate>(IndexSql(generation, filter, depth), parameters, cancellationToken);
            if (found.Count >= depth)
            {
                return found;
            }

            // As with pictures: the graph may end among rows that were removed or do not match.
            await CandidateQuery.LeaveIndexAsync(snapshot, cancellationToken);
        }

        return await snapshot.QueryAsync<Candidate>(ExactSql(generation, filter, depth), parameters, cancellationToken);
    }

    // Numbers are written into the text, so that the partition is pruned and the index's own expression is met; text never is.
    internal static string IndexSql(TextGeneration generation, CandidateFilter filter, int depth)
    {
        var halfvec = $"halfvec({generation.Dimension})";

        // A scalar subquery, not a join: nothing but the index scan is left to drive the plan.
        var matches = filter.IsEmpty ? "" : $"and (select {filter.Condition} from images i where i.id = v.image_id)";
        return $"""
            with nearest as materialized (
              select v.image_id as id, v.embedding::{halfvec} <=> @vector::real[]::{halfvec} as distance
              from text_vectors v
              where v.generation_id = {generation.Id} and {CandidateFilter.IsShown} {matches}
              order by v.embedding::{halfvec} <=> @vector::real[]::{halfvec}
              limit {depth}
            )
            select id, distance from nearest order by distance, id
            """;
    }

    internal static string ExactSql(TextGeneration generation, CandidateFilter filter, int depth)
    {
        // Without the cast of the column this is no expression of the index, which is left alone.
        var matches = filter.IsEmpty ? "" : $"join images i on i.id = v.image_id and {filter.Condition}";
        return $"""
            select v.image_id as id, v.embedding <=> @vector::real[]::halfvec({generation.Dimension}) as distance
            from text_vectors v {matches}
            where v.generation_id = {generation.Id} and {CandidateFilter.IsShown}
            order by distance, id
            limit {depth}
            """;
    }

    private static async Task<bool> IsExactAsync(
        LibrarySnapshot snapshot, TextGeneration generation, CandidateFilter filter, SearchOptions options, CancellationToken cancellationToken)
    {
        if (!generation.IsIndexed || ScanChoice.IsExact(generation.Rows, options.ExactRows))
        {
            return true;
        }

        return !filter.IsEmpty && await CandidateQuery.AreFewerAsync(snapshot, filter, options.ExactRows, cancellationToken);
    }
}
