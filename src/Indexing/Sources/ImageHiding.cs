using Dapper;
using Npgsql;

namespace Photoseek.Indexing.Sources;

/// <summary>
/// Takes what left its source out of sight at once. It stays in the library for a while, so that a mistake or a move
/// costs nothing: <see cref="ImagePurge"/> deletes it later.
/// </summary>
internal sealed class ImageHiding(NpgsqlDataSource database)
{
    // Few at a time, as nobody can add pictures meanwhile.
    private const int Chunk = 500;

    /// <summary>Marks a source's objects that a look through all of it has not seen.</summary>
    /// <returns>How many objects went.</returns>
    public async Task<int> HideObjectsAsync(int source, DateTime seenBefore, CancellationToken cancellationToken)
    {
        const string sql = """
            update image_objects set gone_at = clock_timestamp()
            where source_id = @source and key in (
              select key from image_objects
              where source_id = @source and seen_at < @seenBefore and gone_at is null
              limit @Chunk)
            returning image_id
            """;
        var count = 0;
        for (var gone = Chunk; gone == Chunk; count += gone)
        {
            gone = await HideAsync(sql, new { source, seenBefore, Chunk }, cancellationToken);
        }

        return count;
    }

    /// <summary>Marks a source's objects of these keys.</summary>
    public async Task HideKeysAsync(int source, IReadOnlyCollection<string> keys, CancellationToken cancellationToken)
    {
        const string sql = """
            update image_objects set gone_at = clock_timestamp()
            where source_id = @source and key = any(@keys) and gone_at is null
            returning image_id
            """;
        foreach (var chunk in keys.Chunk(Chunk))
        {
            await HideAsync(sql, new { source, keys = chunk }, cancellationToken);
        }
    }

    /// <summary>Hides those of the images that have no object that is there.</summary>
    public async Task HideOrphansAsync(IReadOnlyCollection<long> images, CancellationToken cancellationToken)
    {
        const string sql = "select unnest(@images)";
        foreach (var chunk in images.Chunk(Chunk))
        {
            await HideAsync(sql, new { images = chunk }, cancellationToken);
        }
    }

    /// <param name="marking">Gives the images that may have lost their last object, once for each object.</param>
    /// <param name="arguments">Its parameters.</param>
    /// <param name="cancellationToken">Stops it; all or nothing has happened.</param>
    private async Task<int> HideAsync(string marking, object arguments, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await LibraryLock.AloneAsync(transaction, cancellationToken);
        long[] images = [.. await connection.QueryAsync<long>(new CommandDefinition(marking, arguments, transaction, cancellationToken: cancellationToken))];
        await HideOrphansAsync(images, transaction, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return images.Length;
    }

    /// <summary>Hides those of the images that have no object that is there; under <see cref="LibraryLock.AloneAsync"/>.</summary>
    public static async Task HideOrphansAsync(long[] images, NpgsqlTransaction transaction, CancellationToken cancellationToken)
    {
        // Images before work, in order of id, as finishing does it, so that the two never wait for each other in a circle.
        const string hold = "select id from images where id = any(@images) order by id for update";
        const string hide = """
            update images i set hidden_at = clock_timestamp()
            where i.id = any(@images) and i.hidden_at is null
              and not exists (select from image_objects o where o.image_id = i.id and o.gone_at is null)
            returning i.id
            """;
        const string forgive = "delete from pending_images where image_id = any(@hidden)";
        var connection = transaction.Connection!;
        await connection.ExecuteAsync(new CommandDefinition(hold, new { images }, transaction, cancellationToken: cancellationToken));
        long[] hidden = [.. await connection.QueryAsync<long>(new CommandDefinition(hide, new { images }, transaction, cancellationToken: cancellationToken))];
        await connection.ExecuteAsync(new CommandDefinition(forgive, new { hidden }, transaction, cancellationToken: cancellationToken));
    }
}
