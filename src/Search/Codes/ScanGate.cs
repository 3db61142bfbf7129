namespace Photoseek.Search.Codes;

/// <summary>Lets one scan at a time have all cores. What comes meanwhile waits, and shares the next pass over the codes.</summary>
internal sealed class ScanGate
{
    // With more the later queries wait longer than what they save.
    private const int Most = 8;
    private static readonly int _cores = Environment.ProcessorCount;
    private readonly Lock _lock = new();
    private readonly List<Waiting> _waiting = [];
    private bool _running;

    /// <summary>The images of the best rows, best first; see <see cref="CodeScan"/>.</summary>
    public Task<long[]> RunAsync(CodeIndex index, CodeQuery query, int wanted, CancellationToken cancellationToken)
    {
        var mine = new Waiting(index, new CodeSought(query, wanted), cancellationToken);
        lock (_lock)
        {
            _waiting.Add(mine);
            if (_running)
            {
                return mine.Found.Task.WaitAsync(cancellationToken);
            }

            _running = true;
        }

        return FirstAsync(mine);
    }

    // Who finds nobody scans on its own thread, as to hand over to another takes time; those who come meanwhile do not keep it.
    private async Task<long[]> FirstAsync(Waiting mine)
    {
        if (Take() is { Count: > 0 } together)
        {
            await PassAsync(together);
            if (GoesOn())
            {
                _ = Task.Run(PassAllAsync, CancellationToken.None);
            }
        }

        return await mine.Found.Task.WaitAsync(mine.CancellationToken);
    }

    private async Task PassAllAsync()
    {
        while (Take() is { Count: > 0 } together)
        {
            await PassAsync(together);
        }
    }

    private static async Task PassAsync(List<Waiting> together)
    {
        try
        {
            var found = await CodeScan.RunAsync(together[0].Index, [.. together.Select(static w => w.Sought)], _cores);
            foreach (var (waiting, images) in together.Zip(found))
            {
                waiting.Found.TrySetResult(images);
            }
        }
#pragma warning disable CA1031 // Whatever it is, those who wait must hear of it.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            together.ForEach(waiting => waiting.Found.TrySetException(exception));
        }
    }

    private bool GoesOn()
    {
        lock (_lock)
        {
            return _running = _waiting.Count > 0;
        }
    }

    // Those who wait for the same codes as the first; nobody's left alone ends the running.
    private List<Waiting> Take()
    {
        lock (_lock)
        {
            _waiting.RemoveAll(static w => w.CancellationToken.IsCancellationRequested);
            List<Waiting> together = [.. _waiting.Where(w => w.Index == _waiting[0].Index).Take(Most)];
            _waiting.RemoveAll(together.Contains);
            _running = together.Count > 0;
            return together;
        }
    }

    private sealed class Waiting(CodeIndex index, CodeSought sought, CancellationToken cancellationToken)
    {
        public CodeIndex Index { get; } = index;

        public CodeSought Sought { get; } = sought;

        public CancellationToken CancellationToken { get; } = cancellationToken;

        public TaskCompletionSource<long[]> Found { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
