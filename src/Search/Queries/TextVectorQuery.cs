using Photoseek.Search.Ranking;

namespace Photoseek.Search.Queries;

/// <summary>The images whose texts are nearest to a vector, as (id, distance) alone.</summary>
internal static class TextVectorQuery
{
    /// <summary>The text generation that is served; null before the first.</summary>
    public static async Task<TextGeneration?> ServingAsync(LibrarySnapshot snapshot, CancellationToken cancellationToken)
    {
        const string sql = """
            select g.id, g.model, g.digest, g.dimension, g.query_prefix as queryprefix, text_generation_is_indexed(g.id) as indexed,
                   coalesce(c.reltuples, -1)::float8 as analysedrows, coalesce(c.relpages, 0) as analysedpages,
                   coalesce(pg_relation_size(c.oid) / current_setting('block_size')::int, 0) as pages
            from text_generations g
            left join pg_class c on c.oid = to_regclass('text_vectors_' || g.id)
            where g.state = 'serving'
            """;
        return await snapshot.QueryAsync<ServingRow>(sql, null, cancellationToken) is [var row, ..]
            ? new TextGeneration(
                row.Id, row.Model, row.Digest, row.Dimension, row.QueryPrefix, row.Indexed,
                ScanChoice.EstimateRows(row.AnalysedRows, row.AnalysedPages, row.Pages, row.Dimension))
            : null;
    }

    /// <summary>The first <paramref name="depth"/> candidates, nearest first: exact where few vectors are there or pass the condition, by the HNSW index otherwise.</summary>
    public static async Task<IReadOnlyList<Candidate>> RunAsync(
        LibrarySnapshot snapshot, TextGeneration generation, float[] vector, CandidateFilter filter, int depth, SearchOptions options, CancellationToken cancellationToken)
    {
        var parameters = filter.Parameters();
        parameters.Add("vector", vector);
        if (await IsExactAsync(snapshot, generation, filter, options, cancellationToken))
        {
            return await snapshot.QueryAsync<Candidate>(ExactSql(generation, filter, depth), parameters, cancellationToken);
        }

        await CandidateQuery.UseIndexAsync(snapshot, options.EfSearch, cancellationToken);
        return await snapshot.QueryAsync<Candidate>(IndexSql(generation, filter, depth), parameters, cancellationToken);
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

    private sealed record ServingRow(
        int Id, string Model, string Digest, int Dimension, string QueryPrefix, bool Indexed, double AnalysedRows, int AnalysedPages, long Pages);
}
