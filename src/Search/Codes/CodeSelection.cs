namespace Photoseek.Search.Codes;

/// <summary>Compares a query with the codes of some images only: those that a filter leaves.</summary>
internal static class CodeSelection
{
    /// <summary>Some images, best first.</summary>
    /// <param name="index">Their codes.</param>
    /// <param name="query">From the index's scale.</param>
    /// <param name="images">Some thousand, each once.</param>
    /// <param name="unknown">Receives those that have no codes here, or whose codes are replaced this very moment.</param>
    public static long[] Rank(CodeIndex index, CodeQuery query, long[] images, ICollection<long> unknown)
    {
        var epoch = index.Scans.Begin();
        try
        {
            // In the order of the rows memory is read from its beginning to its end.
            var rows = Array.ConvertAll(images, index.RowOf);
            var sorted = images.ToArray();
            Array.Sort(rows, sorted);
            var best = new BestRows(images.Length);
            for (var i = 0; i < rows.Length;)
            {
                var segment = rows[i] >> CodeSegment.Shift;
                var count = rows.AsSpan(i).IndexOfAnyExceptInRange(segment << CodeSegment.Shift, ((segment + 1) << CodeSegment.Shift) - 1);
                count = count < 0 ? rows.Length - i : count;
                var scores = segment < 0 ? [] : Score(index, query, segment, rows.AsSpan(i, count));
                for (var at = 0; at < count; at++)
                {
                    if (segment < 0 || float.IsNaN(scores[at]))
                    {
                        unknown.Add(sorted[i + at]);
                    }
                    else
                    {
                        best.Offer(i + at, scores[at]);
                    }
                }

                i += count;
            }

            return [.. best.Ranked().Select(place => sorted[place])];
        }
        finally
        {
            index.Scans.End(epoch);
        }
    }

    private static float[] Score(CodeIndex index, CodeQuery query, int segment, ReadOnlySpan<int> rows)
    {
        var codes = index.Segments[segment];
        var places = new int[rows.Length];
        for (var i = 0; i < rows.Length; i++)
        {
            places[i] = rows[i] & (CodeSegment.Rows - 1);
        }

        var (high, low, scores) = (new int[rows.Length], new int[rows.Length], new float[rows.Length]);
        var bytes = CodeSegment.Rows * index.Scale.Stride;
        CodeKernel.Multiply(CodeKernel.Best, codes.High.Slice(0, bytes), query.Numbers, places, high);
        CodeKernel.Multiply(CodeKernel.Best, codes.Low.Slice(0, bytes), query.Numbers, places, low);
        for (var i = 0; i < scores.Length; i++)
        {
            scores[i] = query.Score(high[i], low[i]) * codes.Scales[places[i]];
        }

        return scores;
    }
}
