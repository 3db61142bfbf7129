namespace Photoseek.Search.Codes;

/// <summary>
/// Compares queries with all codes of an index: with their upper halves first, and with the lower ones only where those leave a
/// chance. Memory is what limits a scan, and so it reads little more than half.
/// </summary>
internal static class CodeScan
{
    // Sums of so many rows stay in the fastest cache on their way to the selection.
    private const int RowsAtATime = 256;

    // What an upper half is worth in lower ones.
    private const int High = 4;

    /// <summary>The images of the best rows for each query, best first; 0 for a row that was removed meanwhile.</summary>
    /// <param name="index">What to scan.</param>
    /// <param name="queries">What is looked for: all of it in one pass, so that memory is read once for all.</param>
    /// <param name="threads">How many threads take part, the caller's included.</param>
    public static async Task<long[][]> RunAsync(CodeIndex index, IReadOnlyList<CodeSought> queries, int threads)
    {
        var epoch = index.Scans.Begin();
        try
        {
            var work = new Work(index, queries);
            var helpers = Enumerable.Range(1, Math.Max(0, Math.Min(threads, index.Segments.Count) - 1)).Select(_ => new Helper(work)).ToList();
            var best = work.Run();

            // No helper may be left running, as the epoch ends here; one that never got a core is not waited for.
            foreach (var helper in helpers)
            {
                foreach (var (own, more) in best.Zip(await helper.EndAsync() ?? []))
                {
                    own.Add(more);
                }
            }

            return [.. best.Select(rows => rows.Ranked().Select(index.IdOf).ToArray())];
        }
        finally
        {
            index.Scans.End(epoch);
        }
    }

    private sealed class Helper
    {
        private readonly Task<BestRows[]?> _run;
        private int _taken;

        public Helper(Work work) => _run = Task.Run(() => Interlocked.Exchange(ref _taken, 1) == 0 ? work.Run() : null);

        public async ValueTask<BestRows[]?> EndAsync() => Interlocked.Exchange(ref _taken, 1) == 0 ? null : await _run;
    }

    private sealed class Work(CodeIndex index, IReadOnlyList<CodeSought> queries)
    {
        private readonly IReadOnlyList<CodeSegment> _segments = index.Segments;
        private readonly int _rows = index.Rows;
        private int _next = -1;

        public BestRows[] Run()
        {
            BestRows[] best = [.. queries.Select(static q => new BestRows(q.Wanted))];
            for (var i = Interlocked.Increment(ref _next); i << CodeSegment.Shift < _rows; i = Interlocked.Increment(ref _next))
            {
                Scan(_segments[i], i << CodeSegment.Shift, best);
            }

            return best;
        }

        // Rows behind the last are dead. A block is in the cache from its second query on.
        private void Scan(CodeSegment segment, int firstRow, BestRows[] best)
        {
            var rows = Math.Min(CodeSegment.Rows, _rows - firstRow);
            for (var at = 0; at < rows; at += RowsAtATime)
            {
                for (var q = 0; q < best.Length; q++)
                {
                    Scan(segment, at, firstRow, queries[q].Query, best[q]);
                }
            }
        }

        private void Scan(CodeSegment segment, int at, int firstRow, CodeQuery query, BestRows best)
        {
            Span<int> sums = stackalloc int[RowsAtATime];
            Span<int> worth = stackalloc int[RowsAtATime];
            Span<int> low = stackalloc int[1];
            var stride = index.Scale.Stride;
            CodeKernel.Multiply(CodeKernel.Best, segment.High.AsSpan(at * stride), query.Numbers, sums);
            var found = best.FindWorth(sums, High, query.HighOffset, segment.Scales.AsSpan(at), worth);
            foreach (var place in worth[..found])
            {
                var row = at + place;
                CodeKernel.Multiply(CodeKernel.Best, segment.Low.AsSpan(row * stride, stride), query.Numbers, low);
                best.Offer(firstRow + row, ((High * sums[place]) + low[0] - query.Offset) * segment.Scales[row]);
            }
        }
    }
}
