using System.Security.Cryptography;
using Npgsql;
using Photoseek.Embedding.Images;
using Photoseek.Indexing.Storage;
using Photoseek.Indexing.Storage.S3;

namespace Photoseek.Indexing.Sources;

/// <summary>Takes in one object of a bucket, if it is new or has changed.</summary>
internal sealed class ObjectTaker(NpgsqlDataSource database, FileTaker files, PictureDecoder decoder)
{
    /// <summary>Never throws for a bad picture.</summary>
    /// <returns>Null when the object is gone.</returns>
    /// <exception cref="SourceAwayException">The bucket cannot be reached.</exception>
    /// <exception cref="IOException">This object cannot be read, or is another one by now.</exception>
    public async Task<FileTaken?> TakeAsync(int source, S3Bucket bucket, S3Object found, KnownFile? known, DateTime? seenAt, CancellationToken cancellationToken)
    {
        if (known is not null && found.Is(known.Etag, known.ByteSize, known.ModifiedAt) && await files.IsThereAsync(source, known, cancellationToken))
        {
            return new FileTaken(new IntakeResult(found.Key, IntakeStatus.Duplicate, known.ImageId, null));
        }

        if (!S3Bucket.IsSafe(found.Key))
        {
            return Refused(found.Key, "A key that is too long, or with \"..\" between slashes, is left alone.");
        }

        if (found.Length > decoder.Limits.Bytes)
        {
            return Refused(found.Key, $"The file is larger than {decoder.Limits.Bytes / 1024.0 / 1024.0:0.#} MB.", known);
        }

        await using var body = await bucket.OpenAsync(found.Key, found, cancellationToken);
        if (body is null)
        {
            return null;
        }

        var bytes = await BoundedRead.AllAsync(body, decoder.Limits.Bytes, cancellationToken);
        try
        {
            var header = decoder.Inspect(bytes);
            var picture = new FoundPicture(SHA256.HashData(bytes), bytes.Length, header, IncomingRules.FileName(found.Key));
            return await RecordAsync(source, picture, found, known, seenAt, cancellationToken);
        }
        catch (PictureRefusedException refused)
        {
            return Refused(found.Key, refused.Message, known);
        }
    }

    private async Task<FileTaken> RecordAsync(int source, FoundPicture picture, S3Object found, KnownFile? known, DateTime? seenAt, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await LibraryLock.AddingAsync(transaction, cancellationToken);
        var (image, isNew) = await PictureRecorder.AddAsync(picture, asked: false, transaction, cancellationToken);
        await PictureRecorder.PlaceAsync(source, found.Key, image, found.Length, found.ModifiedAt, found.Etag, seenAt, transaction, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        var result = new IntakeResult(found.Key, isNew ? IntakeStatus.Accepted : IntakeStatus.Duplicate, image, null);
        return new FileTaken(result, known is not null && known.ImageId != image ? known.ImageId : null);
    }

    private static FileTaken Refused(string key, string reason, KnownFile? lost = null) =>
        new(new IntakeResult(key, IntakeStatus.Refused, null, reason), IsLost: lost is { IsGone: false });
}
