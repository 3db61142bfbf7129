namespace Photoseek.Search.Codes;

/// <summary>
/// Sifts rows for one query, on one thread: upper halves say which rows may be among the best, and these rows' lower halves are
/// asked for at once but read a block later, when memory has brought them.
/// </summary>
/// <param name="query">What is looked for.</param>
/// <param name="stride">Bytes of a row of half codes.</param>
/// <param name="best">Keeps the best rows.</param>
internal sealed class CodeSieve(CodeQuery query, int stride, BestRows best)
{
    /// <summary>Rows of a block: their sums stay in the fastest cache on their way to the selection.</summary>
    public const int Rows = 256;

    private readonly int[] _sums = new int[Rows];
    private readonly int[] _worth = new int[Rows];
    private readonly int[] _low = new int[Rows];

    // The rows of the last block that are left, and the sums of their upper halves.
    private readonly int[] _places = new int[Rows];
    private readonly int[] _high = new int[Rows];
    private CodeSegment? _segment;
    private int _at;
    private int _firstRow;
    private int _count;

    /// <summary>Takes in the next block.</summary>
    /// <param name="segment">Where it lies.</param>
    /// <param name="at">Its first row, in the segment.</param>
    /// <param name="firstRow">The segment's first row.</param>
    public void Add(CodeSegment segment, int at, int firstRow)
    {
        CodeKernel.Multiply(CodeKernel.Best, segment.High.Slice(at * stride, Rows * stride), query.Numbers, _sums);
        var count = best.FindWorth(_sums, CodeQuery.High, query.HighOffset, segment.Scales.AsSpan(at), _worth);
        Finish();
        (_segment, _at, _firstRow, _count) = (segment, at, firstRow, count);
        for (var i = 0; i < count; i++)
        {
            var row = _worth[i];
            segment.Low.Prefetch((at + row) * stride, stride);
            _places[i] = row;
            _high[i] = _sums[row];
        }
    }

    /// <summary>Reads what is left to read.</summary>
    public void End() => Finish();

    private void Finish()
    {
        if (_count == 0)
        {
            return;
        }

        CodeKernel.Multiply(CodeKernel.Best, _segment!.Low.Slice(_at * stride, Rows * stride), query.Numbers, _places.AsSpan(0, _count), _low.AsSpan(0, _count));
        for (var i = 0; i < _count; i++)
        {
            var row = _at + _places[i];
            best.Offer(_firstRow + row, query.Score(_high[i], _low[i]) * _segment.Scales[row]);
        }

        _count = 0;
    }
}
