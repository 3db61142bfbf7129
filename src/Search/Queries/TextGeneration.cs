using Npgsql;
using Photoseek.Search.Ranking;

namespace Photoseek.Search.Queries;

/// <summary>The text generation that is served.</summary>
/// <param name="Id">Its row.</param>
/// <param name="Model">As Ollama calls it.</param>
/// <param name="Digest">What must lie under that name.</param>
/// <param name="Dimension">Width of its vectors.</param>
/// <param name="QueryPrefix">Put before what is looked for.</param>
/// <param name="IsIndexed">Whether its HNSW index can be used.</param>
/// <param name="Rows">About how many vectors it has.</param>
internal sealed record TextGeneration(int Id, string Model, string Digest, int Dimension, string QueryPrefix, bool IsIndexed, long Rows)
{
    /// <summary>What <see cref="Read"/> reads, of <see cref="Joins"/>.</summary>
    public const string Columns = """
        t.id, t.model, t.digest, t.dimension, t.query_prefix, case when t.id is not null then text_generation_is_indexed(t.id) end,
        coalesce(tc.reltuples, -1)::float8, coalesce(tc.relpages, 0), coalesce(pg_relation_size(tc.oid) / current_setting('block_size')::int, 0)
        """;

    /// <summary>Of a statement that has one row; it keeps it where nothing is served.</summary>
    public const string Joins = """
        left join text_generations t on t.state = 'serving'
        left join pg_class tc on tc.oid = to_regclass('text_vectors_' || t.id)
        """;

    /// <summary>Reads it from a column on, which is not null.</summary>
    public static TextGeneration Read(NpgsqlDataReader row, int first)
    {
        var dimension = row.GetInt32(first + 3);
        return new TextGeneration(
            row.GetInt32(first),
            row.GetString(first + 1),
            row.GetString(first + 2),
            dimension,
            row.GetString(first + 4),
            row.GetBoolean(first + 5),
            ScanChoice.EstimateRows(row.GetDouble(first + 6), row.GetInt32(first + 7), row.GetInt64(first + 8), dimension));
    }
}
