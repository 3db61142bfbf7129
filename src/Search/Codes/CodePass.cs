namespace Photoseek.Search.Codes;

/// <summary>One pass over the codes of an index, which any number of threads take part in.</summary>
/// <param name="index">What to scan.</param>
/// <param name="queries">What is looked for.</param>
/// <param name="guesses">What a row must come to, at least, for each query.</param>
internal sealed class CodePass(CodeIndex index, IReadOnlyList<CodeSought> queries, float[] guesses)
{
    // A library of fewer segments is scanned before anything is won by guessing.
    private const int FewSegments = 4;

    private readonly BestRows[] _best = [.. queries.Zip(guesses, static (query, least) => new BestRows(query.Wanted, least))];
    private readonly IReadOnlyList<CodeSegment> _segments = index.Segments;
    private readonly int _rows = index.Rows;
    private int _next = -1;

    public int Segments => _segments.Count;

    /// <summary>The best rows for each query, of the segments that were taken: whoever takes part, what one finds spares all others rows.</summary>
    public IReadOnlyList<BestRows> Best => _best;

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
    public void Run()
    {
        CodeSieve[] sieves = [.. queries.Zip(_best, (query, best) => new CodeSieve(query.Query, index.Scale.Stride, best))];
        for (var i = Interlocked.Increment(ref _next); i << CodeSegment.Shift < _rows; i = Interlocked.Increment(ref _next))
        {
            Scan(i, sieves);
        }

        foreach (var sieve in sieves)
        {
            sieve.End();
        }
    }

    private float Guess(CodeSought sought)
    {
        var sample = _segments.Count * CodeSieve.Rows;
        var share = (double)sought.Wanted * sample / Math.Max(_rows, 1);
        var rank = (int)Math.Ceiling(share + (4 * Math.Sqrt(share)) + 4);
        if (_segments.Count < FewSegments || rank > sample / 8)
        {
            return float.NegativeInfinity;
        }

        var best = new BestRows(rank);
        var sieve = new CodeSieve(sought.Query, index.Scale.Stride, best);
        for (var i = 0; i < _segments.Count; i++)
        {
            sieve.Add(_segments[i], 0, i << CodeSegment.Shift);
        }

        sieve.End();
        return best.Least();
    }

    // Rows behind the last are dead. A block is in the cache from its second query on.
    private void Scan(int segment, CodeSieve[] sieves)
    {
        var firstRow = segment << CodeSegment.Shift;
        var rows = Math.Min(CodeSegment.Rows, _rows - firstRow);
        for (var at = 0; at < rows; at += CodeSieve.Rows)
        {
            foreach (var sieve in sieves)
            {
                sieve.Add(_segments[segment], at, firstRow);
            }
        }
    }
}
