using Npgsql;
using Photoseek.Search.Ranking;

namespace Photoseek.Search.Queries;

/// <summary>The images nearest to a vector by Postgres alone, as (id, distance): what is shown of them is read afterwards.</summary>
internal static class CandidateQuery
{
    /// <summary>All that match, compared one by one: the first <paramref name="depth"/>, nearest first.</summary>
    public static Task<IReadOnlyList<Candidate>> ExactAsync(
        LibrarySnapshot snapshot, Generation generation, float[] vector, CandidateFilter filter, int depth, CancellationToken cancellationToken) =>
        FetchAsync(snapshot, ExactSql(generation, filter, depth, ""), vector, filter, [], cancellationToken);

    /// <summary>The same without some that are known already.</summary>
    public static Task<IReadOnlyList<Candidate>> ExactWithoutAsync(
        LibrarySnapshot snapshot, Generation generation, float[] vector, CandidateFilter filter, int depth, IReadOnlyCollection<long> known, CancellationToken cancellationToken) =>
        FetchAsync(snapshot, ExactSql(generation, filter, depth, known.Count == 0 ? "" : "and v.image_id <> all(@known)"), vector, filter, known, cancellationToken);

    /// <summary>The first <paramref name="depth"/> that the index finds, in its order.</summary>
    public static async Task<IReadOnlyList<Candidate>> IndexedAsync(
        LibrarySnapshot snapshot, Generation generation, float[] vector, CandidateFilter filter, int depth, int efSearch, CancellationToken cancellationToken)
    {
        await UseIndexAsync(snapshot, efSearch, cancellationToken);
        return await FetchAsync(snapshot, IndexSql(generation, filter, depth), vector, filter, [], cancellationToken);
    }

    /// <summary>
    /// The same, and where it is fewer, all are compared: the index's graph may end among rows that were removed or do not match,
    /// with no way on from there to those that do.
    /// </summary>
    public static async Task<IReadOnlyList<Candidate>> IndexedOrExactAsync(
        LibrarySnapshot snapshot, Generation generation, float[] vector, CandidateFilter filter, int depth, int efSearch, CancellationToken cancellationToken)
    {
        var found = await IndexedAsync(snapshot, generation, vector, filter, depth, efSearch, cancellationToken);
        if (found.Count >= depth)
        {
            return found;
        }

        // Pages before this one that were full show whole blocks of what was found: those have to stay where they are.
        List<Candidate> shown = [.. found.Take(found.Count / ResultPage.Block * ResultPage.Block)];
        await LeaveIndexAsync(snapshot, cancellationToken);
        return [.. shown, .. await ExactWithoutAsync(snapshot, generation, vector, filter, depth - shown.Count, [.. shown.Select(static c => c.Id)], cancellationToken)];
    }

    /// <summary>The newest (or oldest) that match, by when they were taken or else added, down to the depth that paging reaches.</summary>
    public static async Task<IReadOnlyList<Candidate>> BrowseAsync(
        LibrarySnapshot snapshot, Generation generation, CandidateFilter filter, bool newestFirst, int offset, int count, CancellationToken cancellationToken)
    {
        // Two streams that an index gives in order, each as deep for every page: ids of what has no date follow the time it was added.
        var direction = newestFirst ? "desc" : "asc";
        var matches = $"{filter.Condition} and exists (select from image_vectors v where v.generation_id = {generation.Id} and v.image_id = i.id)";
        var sql = $"""
            with dated as (
              select i.id, {DateOrder.Moment} as moment from images i
              where i.taken_at is not null and {matches}
              order by i.taken_at {direction}, i.id {direction} limit {SearchRequest.MaxDepth + 1}
            ),
            undated as (
              select i.id, {DateOrder.Moment} as moment from images i
              where i.taken_at is null and {matches}
              order by i.taken_at {direction}, i.id {direction} limit {SearchRequest.MaxDepth + 1}
            )
            select id from (select * from dated union all select * from undated) found
            order by moment {direction}, id {direction}
            limit {count} offset {offset}
            """;
        return [.. (await snapshot.QueryAsync<long>(sql, filter.Parameters(), cancellationToken)).Select(static id => new Candidate(id, 1))];
    }

    /// <summary>Whether fewer images than a number match a filter.</summary>
    public static async Task<bool> AreFewerAsync(LibrarySnapshot snapshot, CandidateFilter filter, int rows, CancellationToken cancellationToken)
    {
        var sql = $"""
            select count(*) from (select 1 from images i where {filter.Condition} limit {rows}) matching
            """;
        return (await snapshot.QueryAsync<long>(sql, filter.Parameters(), cancellationToken))[0] < rows;
    }

    /// <summary>The images that match a filter, in no order; null where there are as many as a number, or more.</summary>
    public static async Task<long[]?> MatchingAsync(LibrarySnapshot snapshot, CandidateFilter filter, int rows, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand($"select array(select i.id from images i where {filter.Condition} limit {rows})", snapshot.Connection);
        filter.AddTo(command);
        var matching = (long[])(await command.ExecuteScalarAsync(cancellationToken))!;
        return matching.Length < rows ? matching : null;
    }

    /// <summary>
    /// Makes an index scan go on where ef_search or a filter would leave a page short. One ef_search for all depths, or the
    /// pages of a query would come from different scans.
    /// </summary>
    internal static Task UseIndexAsync(LibrarySnapshot snapshot, int efSearch, CancellationToken cancellationToken)
    {
        // The deadline ends a scan, not a count of rows: the default of 20,000 would silently cut the results of a filter.
        // A generic plan, which statements that are prepared by themselves come to, would pass the index by.
        const string sql = """
            select set_config('enable_seqscan', 'off', true),
                   set_config('plan_cache_mode', 'force_custom_plan', true),
                   set_config('hnsw.ef_search', @efSearch, true),
                   set_config('hnsw.iterative_scan', 'strict_order', true),
                   set_config('hnsw.max_scan_tuples', '2147483647', true),
                   set_config('hnsw.scan_mem_multiplier', '50', true)
            """;
        return snapshot.ExecuteAsync(sql, new { efSearch = efSearch.ToString() }, cancellationToken);
    }

    /// <summary>Lets a statement read a whole table from its beginning to its end again: by way of an index that takes up to twice as long.</summary>
    internal static Task LeaveIndexAsync(LibrarySnapshot snapshot, CancellationToken cancellationToken) =>
        snapshot.ExecuteAsync("set local enable_seqscan to default", null, cancellationToken);

    // Numbers are written into the text, so that the partition is pruned and the index's own expression is met; text never is.
    internal static string IndexSql(Generation generation, CandidateFilter filter, int depth)
    {
        var halfvec = $"halfvec({generation.Model.Dimension})";

        // A scalar subquery, not a join: nothing but the index scan is left to drive the plan.
        var matches = filter.IsEmpty ? "" : $"and (select {filter.Condition} from images i where i.id = v.image_id)";
        return $"""
            with nearest as materialized (
              select v.image_id as id, v.embedding::{halfvec} <=> @vector::real[]::{halfvec} as distance
              from image_vectors v
              where v.generation_id = {generation.Id} and {CandidateFilter.IsShownEach} {matches}
              order by v.embedding::{halfvec} <=> @vector::real[]::{halfvec}
              limit {depth}
            )
            select id, distance from nearest
            """;
    }

    private static string ExactSql(Generation generation, CandidateFilter filter, int depth, string without)
    {
        // Without the cast of the column this is no expression of the index, which is left alone.
        var matches = filter.IsEmpty ? "" : $"join images i on i.id = v.image_id and {filter.Condition}";
        return $"""
            select v.image_id as id, v.embedding <=> @vector::real[]::halfvec({generation.Model.Dimension}) as distance
            from image_vectors v {matches}
            where v.generation_id = {generation.Id} and {CandidateFilter.IsShown} {without}
            order by distance, id
            limit {depth}
            """;
    }

    private static Task<IReadOnlyList<Candidate>> FetchAsync(
        LibrarySnapshot snapshot, string sql, float[] vector, CandidateFilter filter, IReadOnlyCollection<long> known, CancellationToken cancellationToken)
    {
        var parameters = filter.Parameters();
        parameters.Add("vector", vector);
        if (known.Count > 0)
        {
            parameters.Add("known", known.ToArray());
        }

        return snapshot.QueryAsync<Candidate>(sql, parameters, cancellationToken);
    }
}
