using Dapper;
using Npgsql;
using Photoseek.Embedding.Images;

namespace Photoseek.Indexing.Sources;

/// <summary>The statements that put a picture into the library. All run in the caller's transaction, under <see cref="LibraryLock.AddingAsync"/>.</summary>
internal static class PictureRecorder
{
    /// <summary>
    /// Adds the image and its work, unless its bytes are there already; waits for another who is adding the same bytes.
    /// Bytes that were hidden are shown again, with the vectors that they have; those that a person has deleted only if a person asks.
    /// </summary>
    /// <param name="picture">What was found.</param>
    /// <param name="asked">Whether a person gives it to the library; else a source lists it, which undoes nothing that a person did.</param>
    /// <param name="transaction">The caller's.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>The image's id, and whether it is new or was hidden.</returns>
    public static async Task<(long Id, bool IsNew)> AddAsync(FoundPicture picture, bool asked, NpgsqlTransaction transaction, CancellationToken cancellationToken)
    {
        const string add = """
            insert into images (content_sha256, byte_size, format, width, height, file_name, title, description, tags, project)
            values (@Sha256, @ByteSize, @format, @Width, @Height, @FileName, @Title, @Description, @Tags, @Project)
            on conflict (content_sha256) do nothing
            returning id
            """;
        const string undelete = "update images set deleted_at = null where id = @image and deleted_at is not null";
        const string owe = """
            insert into pending_images (generation_id, image_id)
            select id, @image from model_generations where state in ('building', 'serving')
            """;
        var connection = transaction.Connection!;
        var arguments = new
        {
            picture.Sha256,
            picture.ByteSize,
            format = NameOf(picture.Header.Format),
            picture.Header.Width,
            picture.Header.Height,
            picture.FileName,
            picture.Title,
            picture.Description,
            picture.Tags,
            picture.Project,
        };
        var added = await connection.QuerySingleOrDefaultAsync<long?>(new CommandDefinition(add, arguments, transaction, cancellationToken: cancellationToken));
        if (added is not { } fresh)
        {
            var there = await FindAsync(picture.Sha256, connection, transaction, cancellationToken);
            var image = there ?? throw new InvalidOperationException("An image vanished while the library was held.");
            if (asked)
            {
                await connection.ExecuteAsync(new CommandDefinition(undelete, new { image }, transaction, cancellationToken: cancellationToken));
            }

            return (image, await ShowAsync(image, transaction, cancellationToken));
        }

        await connection.ExecuteAsync(new CommandDefinition(owe, new { image = fresh }, transaction, cancellationToken: cancellationToken));
        return (fresh, true);
    }

    /// <summary>Shows an image that is about to have an object again, and owes it what it missed.</summary>
    /// <returns>False when it was not hidden, or is because a person deleted it.</returns>
    public static async Task<bool> ShowAsync(long image, NpgsqlTransaction transaction, CancellationToken cancellationToken)
    {
        const string show = "update images set hidden_at = null where id = @image and hidden_at is not null and deleted_at is null";
        const string owe = """
            insert into pending_images (generation_id, image_id)
            select g.id, @image from model_generations g
            where g.state in ('building', 'serving')
              and not exists (select from image_vectors v where v.generation_id = g.id and v.image_id = @image)
            on conflict do nothing
            """;
        var connection = transaction.Connection!;
        if (await connection.ExecuteAsync(new CommandDefinition(show, new { image }, transaction, cancellationToken: cancellationToken)) == 0)
        {
            return false;
        }

        await connection.ExecuteAsync(new CommandDefinition(owe, new { image }, transaction, cancellationToken: cancellationToken));
        return true;
    }

    /// <summary>The image of these bytes, hidden or not.</summary>
    public static Task<long?> FindAsync(byte[] sha256, NpgsqlConnection connection, NpgsqlTransaction? transaction, CancellationToken cancellationToken)
    {
        const string sql = "select id from images where content_sha256 = @sha256";
        return connection.QuerySingleOrDefaultAsync<long?>(new CommandDefinition(sql, new { sha256 }, transaction, cancellationToken: cancellationToken));
    }

    /// <summary>Records that an object has come back as it was; the image is shown again.</summary>
    /// <returns>False when it has been deleted meanwhile.</returns>
    public static async Task<bool> ReturnAsync(int source, KnownFile known, NpgsqlTransaction transaction, CancellationToken cancellationToken)
    {
        const string sql = "update image_objects set gone_at = null where source_id = @source and key = @Key and image_id = @ImageId";
        var arguments = new { source, known.Key, known.ImageId };
        if (await transaction.Connection!.ExecuteAsync(new CommandDefinition(sql, arguments, transaction, cancellationToken: cancellationToken)) == 0)
        {
            return false;
        }

        await ShowAsync(known.ImageId, transaction, cancellationToken);
        return true;
    }

    /// <summary>Records where the image's bytes lie, or that another image's lie there now.</summary>
    public static Task PlaceAsync(int source, string key, long image, long byteSize, DateTime? modifiedAt, string? etag, DateTime? seenAt, NpgsqlTransaction transaction, CancellationToken cancellationToken)
    {
        const string sql = """
            insert into image_objects (source_id, key, image_id, byte_size, modified_at, etag, seen_at)
            values (@source, @key, @image, @byteSize, @modifiedAt, @etag, coalesce(@seenAt, now()))
            on conflict (source_id, key) do update
            set image_id = excluded.image_id, byte_size = excluded.byte_size, modified_at = excluded.modified_at,
              etag = excluded.etag, seen_at = greatest(image_objects.seen_at, excluded.seen_at), gone_at = null,
              sidecars = case when image_objects.image_id = excluded.image_id then image_objects.sidecars end
            """;
        var arguments = new { source, key, image, byteSize, modifiedAt, etag, seenAt };
        return transaction.Connection!.ExecuteAsync(new CommandDefinition(sql, arguments, transaction, cancellationToken: cancellationToken));
    }

    private static string NameOf(PictureFormat format) => format switch
    {
        PictureFormat.Jpeg => "jpeg",
        PictureFormat.Png => "png",
        PictureFormat.Webp => "webp",
        _ => throw new ArgumentOutOfRangeException(nameof(format)),
    };
}
