using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Npgsql;
using Photoseek.Indexing.Generations;
using Photoseek.Indexing.Pending;

namespace Photoseek.Indexing.Worker;

/// <summary>What a run has claimed and not settled yet.</summary>
internal sealed class HeldPictures(
    Generation generation, PendingPictures pending, Patience patience, WorkBell bell, TimeSpan lease, TimeProvider time, ILogger<IndexingWorker> log)
{
    private readonly ConcurrentDictionary<long, ClaimedPicture> _held = new();

    public bool IsEmpty => _held.IsEmpty;

    public void Add(ClaimedPicture claim) => _held[claim.ImageId] = claim;

    public void LetGo(ClaimedPicture claim)
    {
        _held.TryRemove(KeyValuePair.Create(claim.ImageId, claim));
        bell.Ring();
    }

    /// <summary>Renews the leases until cancelled: however slow a picture or the machine is, what is being worked on stays ours.</summary>
    public async Task RenewAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await Task.Delay(lease / 3, time, cancellationToken);
            if (!_held.IsEmpty)
            {
                await patience.RunAsync(() => pending.RenewAsync(generation, [.. _held.Values], cancellationToken), cancellationToken);
            }
        }
    }

    /// <summary>Hands back what is left.</summary>
    public async Task ReleaseAsync()
    {
        if (_held.IsEmpty)
        {
            return;
        }

        try
        {
            using var soon = new CancellationTokenSource(TimeSpan.FromSeconds(5), time);
            await pending.ReleaseAsync(generation, [.. _held.Values], soon.Token);
            log.Released(_held.Count);
        }
        catch (Exception exception) when (exception is NpgsqlException or OperationCanceledException)
        {
            // They come back by themselves when their leases end.
            log.NotReleased(exception, _held.Count);
        }
    }
}
