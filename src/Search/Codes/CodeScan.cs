namespace Photoseek.Search.Codes;

/// <summary>Compares a query with all codes of an index.</summary>
internal static class CodeScan
{
    // Sums of so many rows stay in the fastest cache on their way to the selection.
    private const int RowsAtATime = 256;

    /// <summary>The images of the best rows, best first; 0 for a row that was removed meanwhile.</summary>
    /// <param name="index">What to scan.</param>
    /// <param name="query">From the index's scale.</param>
    /// <param name="wanted">How many rows at most.</param>
    /// <param name="threads">How many threads take part, the caller's included.</param>
    /// <param name="cancellationToken">Ends it within a fraction of a millisecond.</param>
    public static async Task<long[]> RunAsync(CodeIndex index, CodeQuery query, int wanted, int threads, CancellationToken cancellationToken)
    {
        var epoch = index.Scans.Begin();
        try
        {
            var work = new Work(index, query, wanted, cancellationToken);
            var helpers = Enumerable.Range(1, Math.Max(0, Math.Min(threads, index.Segments.Count) - 1)).Select(_ => new Helper(work)).ToList();
            var best = work.Run();

            // No helper may be left running, as the epoch ends here; one that never got a core is not waited for.
            foreach (var helper in helpers)
            {
                if (await helper.EndAsync() is { } more)
                {
                    best.Add(more);
                }
            }

            cancellationToken.ThrowIfCancellationRequested();
            return [.. best.Ranked().Select(index.IdOf)];
        }
        finally
        {
            index.Scans.End(epoch);
        }
    }

    private sealed class Helper
    {
        private readonly Task<BestRows?> _run;
        private int _taken;

        public Helper(Work work) => _run = Task.Run(() => Interlocked.Exchange(ref _taken, 1) == 0 ? work.Run() : null);

        public async ValueTask<BestRows?> EndAsync() => Interlocked.Exchange(ref _taken, 1) == 0 ? null : await _run;
    }

    private sealed class Work(CodeIndex index, CodeQuery query, int wanted, CancellationToken cancellationToken)
    {
        private readonly IReadOnlyList<CodeSegment> _segments = index.Segments;
        private readonly int _rows = index.Rows;
        private int _next = -1;

        public BestRows Run()
        {
            var best = new BestRows(wanted);
            for (var i = Interlocked.Increment(ref _next); i << CodeSegment.Shift < _rows && !cancellationToken.IsCancellationRequested; i = Interlocked.Increment(ref _next))
            {
                Scan(_segments[i], i << CodeSegment.Shift, best);
            }

            return best;
        }

        private void Scan(CodeSegment segment, int firstRow, BestRows best)
        {
            Span<int> sums = stackalloc int[RowsAtATime];
            var stride = index.Scale.Stride;
            var rows = Math.Min(CodeSegment.Rows, _rows - firstRow);
            for (var at = 0; at < rows; at += RowsAtATime)
            {
                var some = sums[..Math.Min(RowsAtATime, rows - at)];
                CodeKernel.Multiply(CodeKernel.Best, segment.Codes.AsSpan(at * stride), query.Numbers, some);
                best.Offer(firstRow + at, some, query.Offset, segment.Scales.AsSpan(at));
            }
        }
    }
}
