namespace Photoseek.App.Database;

/// <summary>
/// Who uses a cluster, over processes, with two files. postgres.lock is held shared (flock) by everyone who uses the
/// cluster; who gets it alone is the last. postgres.start.lock is held alone while a cluster is started or stopped.
/// The kernel drops both with the process, however it ends.
/// </summary>
internal sealed class ClusterLock(string dataFolder) : IDisposable
{
    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(50);
    private readonly string _membersFile = Path.Combine(dataFolder, "postgres.lock");
    private readonly string _startFile = Path.Combine(dataFolder, "postgres.start.lock");
    private FileStream? _membership;

    /// <summary>Waits for the right to start or stop the cluster; dispose to give it back.</summary>
    /// <exception cref="DatabaseException">Another process kept it past the deadline.</exception>
    public async Task<IDisposable> BeginChangeAsync(TimeSpan deadline, CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(deadline);
        while (true)
        {
            if (TryOpen(_startFile, FileShare.None) is { } held)
            {
                return held;
            }

            try
            {
                await Task.Delay(_pause, timeout.Token);
            }
            catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
            {
                throw new DatabaseException($"Another Photoseek has been starting or stopping the database for {deadline.TotalSeconds:N0} seconds ({_startFile} is locked): end it, then start again.", e);
            }
        }
    }

    /// <summary>Joins those who use the cluster. Only between <see cref="BeginChangeAsync"/> and its disposal.</summary>
    public void Join()
    {
        _membership = TryOpen(_membersFile, FileShare.Read)
            ?? throw new DatabaseException($"{_membersFile} is locked by another program.");
    }

    /// <summary>Leaves, and says whether nobody else was left. Only between <see cref="BeginChangeAsync"/> and its disposal.</summary>
    public bool LeaveAsLast()
    {
        Dispose();
        using var alone = TryOpen(_membersFile, FileShare.None);
        return alone is not null;
    }

    public void Dispose()
    {
        _membership?.Dispose();
        _membership = null;
    }

    // .NET takes flock(LOCK_SH) for FileShare.Read and LOCK_EX for FileShare.None, without waiting.
    private static FileStream? TryOpen(string file, FileShare share)
    {
        try
        {
            if (!File.Exists(file))
            {
                File.AppendAllText(file, "");
            }

            return new FileStream(file, FileMode.Open, FileAccess.Read, share);
        }
        catch (IOException) when (File.Exists(file))
        {
            return null;
        }
    }
}
