using System.Collections.Concurrent;

namespace Photoseek.Indexing.Storage;

/// <summary>
/// Memory for whole files, used again: arrays of many megabytes that are dropped after each file stay until the
/// collector looks at the oldest generation, one beside the other.
/// </summary>
/// <param name="bytes">What the largest file has. Of a smaller one no more is touched than it has.</param>
internal sealed class FileBuffers(int bytes)
{
    private readonly ConcurrentBag<byte[]> _free = [];

    /// <summary>Memory until it is disposed. Whoever takes it sees to it that there are few at a time.</summary>
    public FileBuffer Take() => new(_free.TryTake(out var used) ? used : GC.AllocateUninitializedArray<byte>(bytes), Return);

    // As many as are wanted at a time when there is much to do; one more is not kept.
    private void Return(byte[] buffer)
    {
        if (_free.Count < Environment.ProcessorCount)
        {
            _free.Add(buffer);
        }
    }
}
