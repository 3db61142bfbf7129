namespace Photoseek.Search.Codes;

/// <summary>
/// Compares queries with all codes of an index: with their upper halves first, and with the lower ones only where those leave a
/// chance. Memory is what limits a scan, and so it reads little more than half.
/// </summary>
internal static class CodeScan
{
    /// <summary>The images of the best rows for each query, best first; 0 for a row that was removed meanwhile.</summary>
    /// <param name="index">What to scan.</param>
    /// <param name="queries">What is looked for: all of it in one pass, so that memory is read once for all.</param>
    /// <param name="threads">How many threads take part, the caller's included.</param>
    public static async Task<long[][]> RunAsync(CodeIndex index, IReadOnlyList<CodeSought> queries, int threads)
    {
        var epoch = index.Scans.Begin();
        try
        {
            var guesses = CodePass.Guess(index, queries);
            var best = await RunAsync(new CodePass(index, queries, guesses), threads);

            // A guess that was too high has kept out rows that belong here.
            if (best.Zip(guesses).Any(static q => !q.First.IsFull && float.IsFinite(q.Second)))
            {
                best = await RunAsync(new CodePass(index, queries, [.. guesses.Select(static _ => float.NegativeInfinity)]), threads);
            }

            return [.. best.Select(rows => rows.Ranked().Select(index.IdOf).ToArray())];
        }
        finally
        {
            // Whoever refers to the index holds on to the memory that was scanned.
            index.Scans.End(epoch);
        }
    }

    private static async Task<IReadOnlyList<BestRows>> RunAsync(CodePass pass, int threads)
    {
        var helpers = Enumerable.Range(1, Math.Max(0, Math.Min(threads, pass.Segments) - 1)).Select(_ => new Helper(pass)).ToList();
        pass.Run();

        // No helper may be left running, as the epoch ends here; one that never got a core is not waited for.
        foreach (var helper in helpers)
        {
            await helper.EndAsync();
        }

        return pass.Best;
    }

    private sealed class Helper
    {
        private readonly Task _run;
        private int _taken;

        public Helper(CodePass pass) => _run = Task.Run(() =>
        {
            if (Interlocked.Exchange(ref _taken, 1) == 0)
            {
                pass.Run();
            }
        });

        public Task EndAsync() => Interlocked.Exchange(ref _taken, 1) == 0 ? Task.CompletedTask : _run;
    }
}
