using System.Security.Cryptography;
using Dapper;
using Microsoft.Extensions.Logging;
using Npgsql;
using Photoseek.Embedding.Images;

namespace Photoseek.Indexing.Sources;

/// <summary>Takes in one file of a folder, if it is new or has changed.</summary>
internal sealed class FileTaker(NpgsqlDataSource database, PictureDecoder decoder, ILogger<FolderImport> log)
{
    /// <summary>Those of the keys that an earlier import has recorded, gone or not.</summary>
    public async Task<Dictionary<string, KnownFile>> KnownAsync(int source, string[] keys, CancellationToken cancellationToken)
    {
        const string sql = """
            select key, image_id as imageid, byte_size as bytesize, modified_at as modifiedat, etag, gone_at is not null as isgone
            from image_objects
            where source_id = @source and key = any(@keys)
            """;
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var rows = await connection.QueryAsync<KnownFile>(new CommandDefinition(sql, new { source, keys }, cancellationToken: cancellationToken));
        return rows.ToDictionary(static row => row.Key);
    }

    /// <summary>Notes that the files are still there.</summary>
    public async Task MarkSeenAsync(int source, string[] keys, DateTime seenAt, CancellationToken cancellationToken)
    {
        const string sql = """
            update image_objects set seen_at = @seenAt
            where source_id = @source and key = any(@keys) and gone_at is null and seen_at < @seenAt
            """;
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(sql, new { source, keys, seenAt }, cancellationToken: cancellationToken));
    }

    /// <summary>Whether a file that has not changed is in the library; one that was gone is put back.</summary>
    public async Task<bool> IsThereAsync(int source, KnownFile known, CancellationToken cancellationToken)
    {
        if (!known.IsGone)
        {
            return true;
        }

        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await LibraryLock.AddingAsync(transaction, cancellationToken);
        var isBack = await PictureRecorder.ReturnAsync(source, known, transaction, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return isBack;
    }

    /// <summary>Never throws for a bad file.</summary>
    public async Task<FileTaken> TakeAsync(int source, string root, string key, KnownFile? known, DateTime seenAt, CancellationToken cancellationToken)
    {
        try
        {
            return await LookAsync(source, root, key, known, seenAt, cancellationToken);
        }
        catch (PictureRefusedException refused)
        {
            return Refused(key, refused.Message, known);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            log.UnreadableFile(exception, PlainText.Line(key, 1024) ?? "");
            return Refused(key, "The file cannot be read.");
        }
    }

    private async Task<FileTaken> LookAsync(int source, string root, string key, KnownFile? known, DateTime seenAt, CancellationToken cancellationToken)
    {
        if (!SourceFolder.IsSafe(key))
        {
            return Refused(key, "The path is too long to be kept.");
        }

        var file = new FileInfo(Path.Combine(root, key));
        var modifiedAt = Microseconds(file.LastWriteTimeUtc);
        if (known is not null && known.ByteSize == file.Length && known.ModifiedAt == modifiedAt && await IsThereAsync(source, known, cancellationToken))
        {
            return new FileTaken(new IntakeResult(key, IntakeStatus.Duplicate, known.ImageId, null));
        }

        if (file.Length > decoder.Limits.Bytes)
        {
            return Refused(key, $"The file is larger than {decoder.Limits.Bytes / 1024.0 / 1024.0:0.#} MB.", known);
        }

        var bytes = await File.ReadAllBytesAsync(file.FullName, cancellationToken);
        var header = decoder.Inspect(bytes);
        var found = new FoundPicture(SHA256.HashData(bytes), bytes.Length, header, IncomingRules.FileName(key));

        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await LibraryLock.AddingAsync(transaction, cancellationToken);
        var (image, isNew) = await PictureRecorder.AddAsync(found, asked: false, transaction, cancellationToken);
        await PictureRecorder.PlaceAsync(source, key, image, bytes.Length, modifiedAt, etag: null, seenAt, transaction, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        var result = new IntakeResult(key, isNew ? IntakeStatus.Accepted : IntakeStatus.Duplicate, image, null);
        return new FileTaken(result, known is not null && known.ImageId != image ? known.ImageId : null);
    }

    private static FileTaken Refused(string key, string reason, KnownFile? lost = null) =>
        new(new IntakeResult(key, IntakeStatus.Refused, null, reason), IsLost: lost is { IsGone: false });

    // As exact as the database keeps it.
    private static DateTime Microseconds(DateTime time) => new(time.Ticks - (time.Ticks % TimeSpan.TicksPerMicrosecond), DateTimeKind.Utc);
}
