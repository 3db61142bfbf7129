using Dapper;
using Npgsql;
using Photoseek.Indexing.Storage;

namespace Photoseek.Indexing.Sources;

/// <summary>Deletes objects, then images that no object is left of, then their files.</summary>
internal sealed class ImageRemoval(NpgsqlDataSource database, IObjectStore store)
{
    // Few at a time, as nobody can add pictures meanwhile.
    private const int Chunk = 500;

    /// <summary>Removes a source with everything that only it has.</summary>
    /// <returns>False when there is no source of that name.</returns>
    public async Task<bool> RemoveSourceAsync(string name, CancellationToken cancellationToken)
    {
        const string find = "select id from sources where name = @name";
        const string drop = "delete from sources where id = @id and not exists (select from image_objects where source_id = @id)";
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        if (await connection.QuerySingleOrDefaultAsync<int?>(new CommandDefinition(find, new { name }, cancellationToken: cancellationToken)) is not { } id)
        {
            return false;
        }

        // Again, should an import have added something between the two.
        var dropped = false;
        while (!dropped)
        {
            await RemoveObjectsAsync(id, cancellationToken);
            await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
            await LibraryLock.AloneAsync(transaction, cancellationToken);
            dropped = await connection.ExecuteAsync(new CommandDefinition(drop, new { id }, transaction, cancellationToken: cancellationToken)) > 0;
            await transaction.CommitAsync(cancellationToken);
        }

        return true;
    }

    /// <summary>
    /// Deletes some of the objects that went before a time, and of the uploads that a person deleted before it; then some of the
    /// images that were hidden before it and have no object left. What a source still has it keeps, and so does its hidden image.
    /// </summary>
    /// <returns>How many of each; both 0 when there is nothing to do.</returns>
    public async Task<(int Objects, int Images)> PurgeAsync(TimeSpan after, CancellationToken cancellationToken)
    {
        // In the order of their going, by way of the indexes over those that are gone, which are small.
        const string objects = """
            delete from image_objects
            where (source_id, key) in (
              select source_id, key from image_objects where gone_at < now() - @after order by gone_at limit @Chunk)
            """;
        const string uploads = """
            delete from image_objects
            where (source_id, key) in (
              select o.source_id, o.key
              from images i join image_objects o on o.image_id = i.id join sources s on s.id = o.source_id and s.kind = 'store'
              where i.deleted_at < now() - @after limit @Chunk)
            returning key
            """;
        const string images = """
            select i.id from images i
            where i.hidden_at < now() - @after and not exists (select from image_objects o where o.image_id = i.id)
            order by i.hidden_at
            limit @Chunk
            """;
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await LibraryLock.AloneAsync(transaction, cancellationToken);
        var gone = await connection.ExecuteAsync(new CommandDefinition(objects, new { after, Chunk }, transaction, cancellationToken: cancellationToken));
        string[] keys = [.. await connection.QueryAsync<string>(new CommandDefinition(uploads, new { after, Chunk }, transaction, cancellationToken: cancellationToken))];
        long[] hidden = [.. await connection.QueryAsync<long>(new CommandDefinition(images, new { after, Chunk }, transaction, cancellationToken: cancellationToken))];
        var leftovers = await RemoveOrphansAsync(hidden, transaction, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        await SweepAsync(leftovers with { Keys = keys }, cancellationToken);
        return (gone + keys.Length, hidden.Length);
    }

    /// <summary>Removes a source's objects, and the images that no other has.</summary>
    private async Task RemoveObjectsAsync(int source, CancellationToken cancellationToken)
    {
        const string sql = """
            delete from image_objects
            where source_id = @source and key in (select key from image_objects where source_id = @source limit @Chunk)
            returning image_id, key
            """;
        for (var count = Chunk; count == Chunk;)
        {
            (long Image, string Key)[] gone;
            Leftovers leftovers;
            await using (var connection = await database.OpenConnectionAsync(cancellationToken))
            await using (var transaction = await connection.BeginTransactionAsync(cancellationToken))
            {
                await LibraryLock.AloneAsync(transaction, cancellationToken);
                var rows = await connection.QueryAsync<(long, string)>(new CommandDefinition(sql, new { source, Chunk }, transaction, cancellationToken: cancellationToken));
                gone = [.. rows];
                long[] images = [.. gone.Select(static row => row.Image)];
                leftovers = await RemoveOrphansAsync(images, transaction, cancellationToken);

                // What another source has lost already is not to be seen any more either.
                await ImageHiding.HideOrphansAsync(images, transaction, cancellationToken);
                await transaction.CommitAsync(cancellationToken);
            }

            await SweepAsync(leftovers with { Keys = [.. gone.Select(static row => row.Key)] }, cancellationToken);
            count = gone.Length;
        }
    }

    private static async Task<Leftovers> RemoveOrphansAsync(long[] images, NpgsqlTransaction transaction, CancellationToken cancellationToken)
    {
        // Locked in order of id, as finishing does it, so that the two never wait for each other in a circle.
        const string hold = "select id from images where id = any(@images) order by id for update";
        const string sql = """
            delete from images i
            where i.id = any(@images) and not exists (select from image_objects o where o.image_id = i.id)
            returning content_sha256
            """;
        var connection = transaction.Connection!;
        await connection.ExecuteAsync(new CommandDefinition(hold, new { images }, transaction, cancellationToken: cancellationToken));
        var rows = await connection.QueryAsync<byte[]>(new CommandDefinition(sql, new { images }, transaction, cancellationToken: cancellationToken));
        return new Leftovers([.. rows], []);
    }

    // After the commit, and looking again: the same bytes may have come back meanwhile.
    private async Task SweepAsync(Leftovers leftovers, CancellationToken cancellationToken)
    {
        const string kept = "select content_sha256 from images where content_sha256 = any(@Contents)";
        const string placed = """
            select o.key from image_objects o join sources s on s.id = o.source_id
            where s.kind = 'store' and o.key = any(@Keys)
            """;
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await LibraryLock.AloneAsync(transaction, cancellationToken);
        var back = await connection.QueryAsync<byte[]>(new CommandDefinition(kept, leftovers, transaction, cancellationToken: cancellationToken));
        var present = back.Select(Convert.ToHexStringLower).ToHashSet();
        foreach (var content in leftovers.Contents.Where(content => !present.Contains(Convert.ToHexStringLower(content))))
        {
            foreach (var size in Enum.GetValues<ThumbnailSize>())
            {
                await store.DeleteAsync(StoreKeys.Thumbnail(content, size), cancellationToken);
            }
        }

        var used = (await connection.QueryAsync<string>(new CommandDefinition(placed, leftovers, transaction, cancellationToken: cancellationToken))).ToHashSet();
        foreach (var key in leftovers.Keys.Where(key => key.StartsWith("originals/", StringComparison.Ordinal) && StoreKeys.IsSafe(key) && !used.Contains(key)))
        {
            await store.DeleteAsync(key, cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>What may be deleted of the store: thumbnails of these contents, originals under these keys.</summary>
    private sealed record Leftovers(byte[][] Contents, string[] Keys);
}
