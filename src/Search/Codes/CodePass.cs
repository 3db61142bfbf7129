namespace Photoseek.Search.Codes;

/// <summary>One pass over the codes of an index, which any number of threads take part in.</summary>
/// <param name="index">What to scan.</param>
/// <param name="queries">What is looked for.</param>
/// <param name="guesses">What a row must come to, at least, for each query.</param>
internal sealed class CodePass(CodeIndex index, IReadOnlyList<CodeSought> queries, float[] guesses)
{
    // Sums of so many rows stay in the fastest cache on their way to the selection.
    private const int RowsAtATime = 256;

    // What an upper half is worth in lower ones.
    private const int High = 4;

    // A library of fewer segments is scanned before anything is won by guessing.
    private const int FewSegments = 4;

    private readonly IReadOnlyList<CodeSegment> _segments = index.Segments;
    private readonly int _rows = index.Rows;
    private int _next = -1;

    public int Segments => _segments.Count;

    /// <summary>
    /// What the rows that are wanted will most likely come to, going by the first rows of each segment: without that a scan reads
    /// more of many rows which are good only until better ones come.
    /// </summary>
    /// <returns>One for each query, low enough to be wrong once in a million times where rows lie at random; minus infinity for none.</returns>
    public static float[] Guess(CodeIndex index, IReadOnlyList<CodeSought> queries)
    {
        var pass = new CodePass(index, queries, [.. queries.Select(static _ => float.NegativeInfinity)]);
        return [.. queries.Select(pass.Guess)];
    }

    /// <summary>Takes segments until there is none left.</summary>
    /// <returns>The best rows among them, for each query.</returns>
    public BestRows[] Run()
    {
        BestRows[] best = [.. queries.Zip(guesses, static (q, least) => new BestRows(q.Wanted, least))];
        for (var i = Interlocked.Increment(ref _next); i << CodeSegment.Shift < _rows; i = Interlocked.Increment(ref _next))
        {
            Scan(i, best);
        }

        return best;
    }

    private float Guess(CodeSought sought)
    {
        var sample = _segments.Count * RowsAtATime;
        var share = (double)sought.Wanted * sample / Math.Max(_rows, 1);
        var rank = (int)Math.Ceiling(share + (4 * Math.Sqrt(share)) + 4);
        if (_segments.Count < FewSegments || rank > sample / 8)
        {
            return float.NegativeInfinity;
        }

        var best = new BestRows(rank);
        for (var i = 0; i < _segments.Count; i++)
        {
            Scan(_segments[i], 0, i << CodeSegment.Shift, sought.Query, best);
        }

        return best.Least();
    }

    // Rows behind the last are dead. A block is in the cache from its second query on.
    private void Scan(int segment, BestRows[] best)
    {
        var firstRow = segment << CodeSegment.Shift;
        var rows = Math.Min(CodeSegment.Rows, _rows - firstRow);
        for (var at = 0; at < rows; at += RowsAtATime)
        {
            for (var q = 0; q < best.Length; q++)
            {
                Scan(_segments[segment], at, firstRow, queries[q].Query, best[q]);
            }
        }
    }

    private void Scan(CodeSegment segment, int at, int firstRow, CodeQuery query, BestRows best)
    {
        Span<int> sums = stackalloc int[RowsAtATime];
        Span<int> worth = stackalloc int[RowsAtATime];
        var stride = index.Scale.Stride;
        CodeKernel.Multiply(CodeKernel.Best, segment.High.Slice(at * stride, RowsAtATime * stride), query.Numbers, sums);
        worth = worth[..best.FindWorth(sums, High, query.HighOffset, segment.Scales.AsSpan(at), worth)];
        if (worth.IsEmpty)
        {
            return;
        }

        Span<int> low = stackalloc int[worth.Length];
        CodeKernel.Multiply(CodeKernel.Best, segment.Low.Slice(at * stride, RowsAtATime * stride), query.Numbers, worth, low);
        for (var i = 0; i < worth.Length; i++)
        {
            var row = at + worth[i];
            best.Offer(firstRow + row, ((High * sums[worth[i]]) + low[i] - query.Offset) * segment.Scales[row]);
        }
    }
}
