namespace Photoseek.Indexing.Storage.S3;

/// <summary>An object's bytes on their way: knows its length, and fails where fewer come or none come for long.</summary>
/// <param name="inner">What the server sends; disposed with this.</param>
/// <param name="length">How many bytes there must be.</param>
/// <param name="owner">Disposed with this.</param>
internal sealed class S3Body(Stream inner, long length, IDisposable owner) : Stream
{
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(30);
    private long _read;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => length;

    public override long Position
    {
        get => _read;
        set => throw new NotSupportedException();
    }

    /// <exception cref="IOException">The object was cut short, or the server fell silent.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        using var silence = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        silence.CancelAfter(Silence);
        try
        {
            return Count(await inner.ReadAsync(buffer, silence.Token), buffer.Length);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested && S3Failures.IsOne(exception))
        {
            throw new IOException("The object could not be read to its end.", exception);
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => Count(inner.Read(buffer, offset, count), count);

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
            owner.Dispose();
        }

        base.Dispose(disposing);
    }

    private int Count(int read, int wanted)
    {
        _read += read;
        return _read > length || (read == 0 && wanted > 0 && _read < length)
            ? throw new IOException($"The object has {length} bytes, and {_read} came.")
            : read;
    }
}
