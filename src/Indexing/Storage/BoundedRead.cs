using Photoseek.Embedding.Images;

namespace Photoseek.Indexing.Storage;

/// <summary>Reads a whole stream that must not be longer than a limit.</summary>
internal static class BoundedRead
{
    /// <exception cref="PictureRefusedException">It is longer.</exception>
    public static async Task<byte[]> AllAsync(Stream stream, int limit, CancellationToken cancellationToken)
    {
        if (stream.Length > limit)
        {
            throw new PictureRefusedException(RefusalReason.FileSize, $"The file is larger than {limit / 1024.0 / 1024.0:0.#} MB.");
        }

        var file = new byte[stream.Length];
        await stream.ReadExactlyAsync(file, cancellationToken);
        return file;
    }
}
