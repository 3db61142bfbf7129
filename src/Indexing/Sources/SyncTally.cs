using System.Collections.Concurrent;

namespace Photoseek.Indexing.Sources;

/// <summary>What a look through a bucket found, in little memory however much there is. Counted from several threads.</summary>
internal sealed class SyncTally
{
    private const int MostNamed = 1000;
    private readonly ConcurrentQueue<IntakeResult> _refused = [];
    private int _accepted;
    private int _duplicates;
    private int _refusals;

    public int Done => _accepted + _duplicates + _refusals;

    public void Add(IntakeResult result)
    {
        if (result.Status == IntakeStatus.Accepted)
        {
            Interlocked.Increment(ref _accepted);
        }
        else if (result.Status == IntakeStatus.Duplicate)
        {
            Interlocked.Increment(ref _duplicates);
        }
        else if (Interlocked.Increment(ref _refusals) <= MostNamed)
        {
            _refused.Enqueue(result);
        }
    }

    public ImportSummary Sum(int removed, string? notice)
    {
        var unnamed = _refusals > MostNamed ? $"{_refusals} files were refused, of which {MostNamed} are named." : null;
        return new ImportSummary(
            _accepted,
            _duplicates,
            [.. _refused.OrderBy(static r => r.File, StringComparer.Ordinal)],
            removed,
            notice is null || unnamed is null ? notice ?? unnamed : $"{notice} {unnamed}");
    }
}
