using Dapper;
using Npgsql;
using Photoseek.Indexing.Storage;

namespace Photoseek.Indexing.Sources;

/// <summary>Takes objects out, then images that no object is left of, then their files.</summary>
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
            await RemoveObjectsAsync(id, seenBefore: null, cancellationToken);
            await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
            await LibraryLock.AloneAsync(transaction, cancellationToken);
            dropped = await connection.ExecuteAsync(new CommandDefinition(drop, new { id }, transaction, cancellationToken: cancellationToken)) > 0;
            await transaction.CommitAsync(cancellationToken);
        }

        return true;
    }

    /// <summary>Removes a source's objects that a walk has not seen (null: all of them).</summary>
    /// <returns>How many objects went.</returns>
    public async Task<int> RemoveObjectsAsync(int source, DateTime? seenBefore, CancellationToken cancellationToken)
    {
        const string sql = """
            delete from image_objects
            where source_id = @source and key in (
              select key from image_objects
              where source_id = @source and (@seenBefore::timestamptz is null or seen_at < @seenBefore)
              limit @Chunk)
            returning image_id, key
            """;
        var count = 0;
        while (true)
        {
            (long Image, string Key)[] gone;
            Leftovers leftovers;
            await using (var connection = await database.OpenConnectionAsync(cancellationToken))
            await using (var transaction = await connection.BeginTransactionAsync(cancellationToken))
            {
                await LibraryLock.AloneAsync(transaction, cancellationToken);
                var rows = await connection.QueryAsync<(long, string)>(new CommandDefinition(sql, new { source, seenBefore, Chunk }, transaction, cancellationToken: cancellationToken));
                gone = [.. rows];
                leftovers = await RemoveOrphansAsync([.. gone.Select(static row => row.Image)], transaction, cancellationToken);
                await transaction.CommitAsync(cancellationToken);
            }

            await SweepAsync(leftovers with { Keys = [.. gone.Select(static row => row.Key)] }, cancellationToken);
            count += gone.Length;
            if (gone.Length < Chunk)
            {
                return count;
            }
        }
    }

    /// <summary>Removes a source's objects of these keys.</summary>
    /// <returns>How many there were.</returns>
    public async Task<int> RemoveKeysAsync(int source, string[] keys, CancellationToken cancellationToken)
    {
        const string sql = "delete from image_objects where source_id = @source and key = any(@keys) returning image_id";
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await LibraryLock.AloneAsync(transaction, cancellationToken);
        long[] images = [.. await connection.QueryAsync<long>(new CommandDefinition(sql, new { source, keys }, transaction, cancellationToken: cancellationToken))];
        var leftovers = await RemoveOrphansAsync(images, transaction, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        await SweepAsync(leftovers, cancellationToken);
        return images.Length;
    }

    /// <summary>Removes those of the images that no object is left of.</summary>
    public async Task RemoveOrphansAsync(IReadOnlyCollection<long> images, CancellationToken cancellationToken)
    {
        foreach (var chunk in images.Chunk(Chunk))
        {
            await using var connection = await database.OpenConnectionAsync(cancellationToken);
            await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
            await LibraryLock.AloneAsync(transaction, cancellationToken);
            var leftovers = await RemoveOrphansAsync(chunk, transaction, cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            await SweepAsync(leftovers, cancellationToken);
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
