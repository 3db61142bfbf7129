namespace Photoseek.Indexing.Storage;

/// <summary>Memory of <see cref="FileBuffers"/>, given back once.</summary>
internal sealed class FileBuffer(byte[] bytes, Action<byte[]> giveBack) : IDisposable
{
    private byte[]? _bytes = bytes;

    /// <summary>The first of its bytes.</summary>
    public Memory<byte> Memory(int length) => _bytes.AsMemory(0, length);

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _bytes, null) is { } bytes)
        {
            giveBack(bytes);
        }
    }
}
