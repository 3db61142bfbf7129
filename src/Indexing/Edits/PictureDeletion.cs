using Dapper;
using Npgsql;
using Photoseek.Indexing.Sources;
using Photoseek.Indexing.Worker;

namespace Photoseek.Indexing.Edits;

/// <summary>
/// Takes pictures out of the library because a person says so, and puts them back. What was uploaded is deleted for good when
/// it has been gone for long enough; what a source has stays there, and stays out of sight here whenever it is listed again.
/// </summary>
public sealed class PictureDeletion
{
    private readonly NpgsqlDataSource _database;
    private readonly WorkBell _bell;

    internal PictureDeletion(NpgsqlDataSource database, WorkBell bell)
    {
        _database = database;
        _bell = bell;
    }

    /// <summary>Hides pictures at once.</summary>
    /// <returns>Those that were there.</returns>
    public async Task<IReadOnlyList<long>> DeleteAsync(IReadOnlyCollection<long> images, CancellationToken cancellationToken)
    {
        const string hide = """
            update images set deleted_at = clock_timestamp(), hidden_at = clock_timestamp()
            where id = any(@images) and hidden_at is null
            returning id
            """;
        const string forgive = "delete from pending_images where image_id = any(@images)";
        await using var connection = await _database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var hidden = await RunAsync(hide, forgive, images, transaction, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return hidden;
    }

    /// <summary>Shows pictures again, with the vectors that they had.</summary>
    /// <returns>Those that were deleted and are not yet gone for good.</returns>
    public async Task<IReadOnlyList<long>> RestoreAsync(IReadOnlyCollection<long> images, CancellationToken cancellationToken)
    {
        // One that has left its source meanwhile stays hidden for that.
        const string show = """
            update images i set deleted_at = null,
              hidden_at = case when not exists (select from image_objects o where o.image_id = i.id and o.gone_at is null) then i.hidden_at end
            where i.id = any(@images) and i.deleted_at is not null
            returning i.id
            """;
        const string owe = """
            insert into pending_images (generation_id, image_id)
            select g.id, i.id from images i cross join model_generations g
            where i.id = any(@images) and i.hidden_at is null and g.state in ('building', 'serving')
              and not exists (select from image_vectors v where v.generation_id = g.id and v.image_id = i.id)
            order by g.id, i.id
            on conflict do nothing
            """;
        await using var connection = await _database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var shown = await RunAsync(show, owe, images, transaction, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        _bell.Ring();
        return shown;
    }

    /// <summary>When a picture was deleted; null for one that was not, or that is gone for good.</summary>
    public async Task<DateTimeOffset?> WhenAsync(long image, CancellationToken cancellationToken)
    {
        const string sql = "select deleted_at from images where id = @image";
        await using var connection = await _database.OpenConnectionAsync(cancellationToken);
        return await connection.QuerySingleOrDefaultAsync<DateTime?>(new CommandDefinition(sql, new { image }, cancellationToken: cancellationToken)) is { } at
            ? new DateTimeOffset(at)
            : null;
    }

    /// <summary>What was deleted and is not gone for good, the latest first.</summary>
    /// <param name="after">The last one of the page before; null for the first page.</param>
    /// <param name="count">How many at most, 1 or more.</param>
    /// <param name="cancellationToken">Ends the statement.</param>
    public async Task<DeletedPage> ListAsync(long? after, int count, CancellationToken cancellationToken)
    {
        const string sql = """
            select i.id, encode(i.content_sha256, 'hex') as sha256, i.file_name as filename, i.title, i.width, i.height, i.deleted_at as deletedat,
                   exists (select from image_objects o join sources s on s.id = o.source_id where o.image_id = i.id and o.gone_at is null and s.name <> @Uploads) as iselsewhere
            from images i
            where i.deleted_at is not null
              and (@after::bigint is null or (i.deleted_at, i.id) < (select a.deleted_at, a.id from images a where a.id = @after))
            order by i.deleted_at desc, i.id desc
            limit @most
            """;
        await using var connection = await _database.OpenConnectionAsync(cancellationToken);
        List<DeletedPicture> found = [.. await connection.QueryAsync<DeletedPicture>(
            new CommandDefinition(sql, new { after, most = count + 1, SourceRegistry.Uploads }, cancellationToken: cancellationToken))];
        return found.Count > count ? new DeletedPage(found[..count], found[count - 1].Id) : new DeletedPage(found, null);
    }

    // Images before work, in order of id, as finishing does it, so that the two never wait for each other in a circle.
    private static async Task<IReadOnlyList<long>> RunAsync(string mark, string settle, IReadOnlyCollection<long> images, NpgsqlTransaction transaction, CancellationToken cancellationToken)
    {
        const string hold = "select id from images where id = any(@images) order by id for update";
        var connection = transaction.Connection!;
        await LibraryLock.AloneAsync(transaction, cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(hold, new { images = images.ToArray() }, transaction, cancellationToken: cancellationToken));
        long[] marked = [.. await connection.QueryAsync<long>(new CommandDefinition(mark, new { images = images.ToArray() }, transaction, cancellationToken: cancellationToken))];
        await connection.ExecuteAsync(new CommandDefinition(settle, new { images = marked }, transaction, cancellationToken: cancellationToken));
        return marked;
    }
}
