namespace Photoseek.Search.Ranking;

/// <summary>Whether a search compares with every picture or asks the HNSW index.</summary>
internal static class ScanChoice
{
    /// <summary>Below this nothing is faster than comparing all in Postgres.</summary>
    public const int FewRows = 1000;

    /// <summary>About how many rows a table has now, from what it had when it was last analysed.</summary>
    /// <param name="analysedRows">pg_class.reltuples; negative when never analysed.</param>
    /// <param name="analysedPages">pg_class.relpages.</param>
    /// <param name="pages">Pages of 8 KB now.</param>
    /// <param name="dimension">Numbers in a vector, two bytes each.</param>
    public static long EstimateRows(double analysedRows, int analysedPages, long pages, int dimension)
    {
        const int pageBytes = 8168;
        const int rowOverheadBytes = 56;
        var perPage = analysedRows > 0 && analysedPages > 0
            ? analysedRows / analysedPages
            : Math.Max(1, pageBytes / ((2 * dimension) + rowOverheadBytes));
        return (long)(perPage * pages);
    }

    /// <summary>Exact below the limit, where it is fast as well; the index from there on.</summary>
    public static bool IsExact(long rows, int exactRows) => rows < exactRows;
}
