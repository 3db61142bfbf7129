using Photoseek.Embedding.Images;

namespace Photoseek.Indexing.Storage;

/// <summary>Reads a whole stream that must not be longer than a limit.</summary>
internal static class BoundedRead
{
    /// <exception cref="PictureRefusedException">It is longer.</exception>
    public static async Task<byte[]> AllAsync(Stream stream, int limit, CancellationToken cancellationToken)
    {
        var file = new byte[Length(stream, limit)];
        await stream.ReadExactlyAsync(file, cancellationToken);
        return file;
    }

    /// <summary>The same into memory that is used again, which ends with <paramref name="buffer"/>.</summary>
    /// <exception cref="PictureRefusedException">It is longer.</exception>
    public static async Task<ReadOnlyMemory<byte>> IntoAsync(Stream stream, int limit, FileBuffer buffer, CancellationToken cancellationToken)
    {
        var file = buffer.Memory(Length(stream, limit));
        await stream.ReadExactlyAsync(file, cancellationToken);
        return file;
    }

    private static int Length(Stream stream, int limit) => stream.Length <= limit
        ? (int)stream.Length
        : throw new PictureRefusedException(RefusalReason.FileSize, $"The file is larger than {limit / 1024.0 / 1024.0:0.#} MB.");
}
