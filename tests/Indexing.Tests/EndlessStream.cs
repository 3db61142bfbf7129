namespace Photoseek.Indexing.Tests;

/// <summary>Gives a beginning and then zeros for ever; does something after so many bytes.</summary>
internal sealed class EndlessStream(byte[] beginning) : Stream
{
    private long _given;

    public long Given => _given;

    public long After { get; init; } = long.MaxValue;

    public Action Do { get; init; } = static () => { };

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        if (_given >= After)
        {
            Do();
        }

        buffer.Clear();
        if (_given < beginning.Length)
        {
            buffer = buffer[..Math.Min(buffer.Length, beginning.Length - (int)_given)];
            beginning.AsSpan((int)_given, buffer.Length).CopyTo(buffer);
        }

        _given += buffer.Length;
        return buffer.Length;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
