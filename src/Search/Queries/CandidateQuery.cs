using Photoseek.Search.Ranking;

namespace Photoseek.Search.Queries;

/// <summary>The images nearest to a vector, as (id, distance) alone: what is shown of them is read afterwards.</summary>
internal static class CandidateQuery
{
    /// <summary>The first <paramref name="depth"/> candidates, nearest first.</summary>
    public static async Task<IReadOnlyList<Candidate>> RunAsync(
        LibrarySnapshot snapshot, Generation generation, float[] vector, CandidateFilter filter, int depth, SearchOptions options, CancellationToken cancellationToken)
    {
        if (await IsExactAsync(snapshot, generation, filter, options, cancellationToken))
        {
            return await FetchAsync(snapshot, ExactSql(generation, filter, depth), vector, filter, cancellationToken);
        }

        await UseIndexAsync(snapshot, options.EfSearch, cancellationToken);
        return await FetchAsync(snapshot, IndexSql(generation, filter, depth), vector, filter, cancellationToken);
    }

    /// <summary>
    /// Makes an index scan go on where ef_search or a filter would leave a page short. One ef_search for all depths, or the
    /// pages of a query would come from different scans.
    /// </summary>
    internal static Task UseIndexAsync(LibrarySnapshot snapshot, int efSearch, CancellationToken cancellationToken)
    {
        // The deadline ends a scan, not a count of rows: the default of 20,000 would silently cut the results of a filter.
        const string sql = """
            select set_config('enable_seqscan', 'off', true),
                   set_config('hnsw.ef_search', @efSearch, true),
                   set_config('hnsw.iterative_scan', 'strict_order', true),
                   set_config('hnsw.max_scan_tuples', '2147483647', true),
                   set_config('hnsw.scan_mem_multiplier', '50', true)
            """;
        return snapshot.ExecuteAsync(sql, new { efSearch = efSearch.ToString() }, cancellationToken);
    }

    // Numbers are written into the text, so that the partition is pruned and the index's own expression is met; text never is.
    internal static string IndexSql(Generation generation, CandidateFilter filter, int depth)
    {
        var halfvec = $"halfvec({generation.Model.Dimension})";

        // A scalar subquery, not a join: nothing but the index scan is left to drive the plan.
        var matches = $"and (select {CandidateFilter.Condition} from images i where i.id = v.image_id)";
        return $"""
            with nearest as materialized (
              select v.image_id as id, v.embedding::{halfvec} <=> @vector::real[]::{halfvec} as distance
              from image_vectors v
              where v.generation_id = {generation.Id} {matches}
              order by v.embedding::{halfvec} <=> @vector::real[]::{halfvec}
              limit {depth}
            )
            select id, distance from nearest
            """;
    }

    internal static string ExactSql(Generation generation, CandidateFilter filter, int depth)
    {
        // Without the cast of the column this is no expression of the index, which is left alone.
        var matches = filter.IsEmpty ? "" : $"join images i on i.id = v.image_id and {CandidateFilter.Condition}";

        // Those that are hidden are few and have an index: looked up once, where looking at every image would cost more than the distances.
        var hidden = filter.IsEmpty ? "and v.image_id not in (select id from images where hidden_at is not null)" : "";
        return $"""
            select v.image_id as id, v.embedding <=> @vector::real[]::halfvec({generation.Model.Dimension}) as distance
            from image_vectors v {matches}
            where v.generation_id = {generation.Id} {hidden}
            order by distance, id
            limit {depth}
            """;
    }

    private static async Task<bool> IsExactAsync(
        LibrarySnapshot snapshot, Generation generation, CandidateFilter filter, SearchOptions options, CancellationToken cancellationToken)
    {
        if (filter.IsEmpty || ScanChoice.IsExact(generation.Rows, options.ExactRows))
        {
            return ScanChoice.IsExact(generation.Rows, options.ExactRows);
        }

        const string sql = $"""
            select count(*) from (select 1 from images i where {CandidateFilter.Condition} limit @limit) matching
            """;
        var parameters = new { filter.Project, filter.Category, limit = options.ExactRows };
        var matching = await snapshot.QueryAsync<long>(sql, parameters, cancellationToken);
        return ScanChoice.IsExact(matching[0], options.ExactRows);
    }

    private static Task<IReadOnlyList<Candidate>> FetchAsync(
        LibrarySnapshot snapshot, string sql, float[] vector, CandidateFilter filter, CancellationToken cancellationToken) =>
        snapshot.QueryAsync<Candidate>(sql, new { vector, filter.Project, filter.Category }, cancellationToken);
}
