using Dapper;
using Npgsql;
using Photoseek.Indexing.Jobs;
using Photoseek.Indexing.Sources;
using Photoseek.Indexing.Storage;
using Photoseek.Indexing.Thumbnails;
using Photoseek.Indexing.Worker;

namespace Photoseek.Indexing;

/// <summary>What is in the library: states, metadata and bytes. What left its source is hidden, and as good as not there.</summary>
public sealed class PictureLibrary
{
    private readonly NpgsqlDataSource _database;
    private readonly OriginalReader _originals;
    private readonly ThumbnailMaker _thumbnails;

    private readonly bool _showPlaces;

    internal PictureLibrary(NpgsqlDataSource database, OriginalReader originals, ThumbnailMaker thumbnails, LibraryOptions options)
    {
        _database = database;
        _originals = originals;
        _thumbnails = thumbnails;
        _showPlaces = options.ShowPlaces;
    }

    /// <summary>Counts by state.</summary>
    public async Task<LibraryStatus> StatusAsync(CancellationToken cancellationToken)
    {
        const string sql = $"""
            with {LibraryCounts.Sql}
            select
              coalesce((select n from counts where what = 'images'), 0) as images,
              coalesce((select n from counts where what = 'vectors' and subject = g.id), 0) as indexed,
              coalesce((select n from counts where what = 'failed' and subject = g.id), 0) as failed,
              coalesce((select n from counts where what = 'ignored' and subject = g.id), 0) as ignored,
              g.model,
              coalesce((select bool_and(s.name = @Demo) from counts c join sources s on s.id = c.subject where c.what = 'objects' and c.n > 0), false) as demoonly,
              {WorkerPresence.CountSql} as workers
            from (select) one
            left join model_generations g on g.state = 'serving'
            """;
        await using var connection = await _database.OpenConnectionAsync(cancellationToken);
        var (images, indexed, failed, ignored, model, demoOnly, workers) = await connection.QuerySingleAsync<(long, long, long, long, string?, bool, int)>(
            new CommandDefinition(sql, new { SourceRegistry.Demo }, cancellationToken: cancellationToken));
        return new LibraryStatus(images, indexed, Math.Max(0, images - indexed - failed - ignored), failed, model, ignored) { DemoOnly = demoOnly, Workers = workers };
    }

    /// <summary>One image; null when there is none of that id.</summary>
    public async Task<PictureDetails?> FindAsync(long id, CancellationToken cancellationToken)
    {
        const string sql = $"""
            {PictureDetailsReader.Select}
            where i.id = @id and i.hidden_at is null
            """;
        return (await ReadAsync(sql, new { id }, cancellationToken)).SingleOrDefault();
    }

    /// <summary>The images of some ids, in no order; those that there are.</summary>
    public Task<IReadOnlyList<PictureDetails>> FindAsync(IReadOnlyCollection<long> ids, CancellationToken cancellationToken)
    {
        const string sql = $"""
            {PictureDetailsReader.Select}
            where i.id = any (@ids) and i.hidden_at is null
            """;
        return ReadAsync(sql, new { ids }, cancellationToken);
    }

    /// <summary>The newest images that are pending or failed, at most <paramref name="count"/>.</summary>
    public Task<IReadOnlyList<PictureDetails>> UnfinishedAsync(int count, CancellationToken cancellationToken)
    {
        // By way of the work list, which is short where the library is long; before the first model all are unfinished.
        const string sql = $"""
            {PictureDetailsReader.Select}
            where (g.id is null or i.id in (select image_id from pending_images where generation_id = g.id)) and v.image_id is null and i.hidden_at is null
            order by i.created_at desc, i.id desc
            limit @count
            """;
        return ReadAsync(sql, new { count }, cancellationToken);
    }

    /// <summary>The images that came last, newest first, after <paramref name="offset"/> of them.</summary>
    public Task<IReadOnlyList<PictureDetails>> NewestAsync(int count, int offset, CancellationToken cancellationToken)
    {
        const string sql = $"""
            {PictureDetailsReader.Select}
            where i.hidden_at is null
            order by i.created_at desc, i.id desc
            limit @count offset @offset
            """;
        return ReadAsync(sql, new { count, offset }, cancellationToken);
    }

    /// <summary>What happened to an image, the latest first: as much as is known of it now.</summary>
    public async Task<IReadOnlyList<PictureEvent>> HistoryAsync(long id, CancellationToken cancellationToken)
    {
        const string sql = """
            select created_at, 'added', null from images where id = @id
            union all
            select edited_at, 'edited', null from images where id = @id and edited_at is not null
            union all
            (select o.seen_at, 'seen', s.name || ': ' || o.key from image_objects o join sources s on s.id = o.source_id and s.kind <> 'store'
             where o.image_id = @id and o.gone_at is null order by o.seen_at desc limit 20)
            union all
            select v.created_at, 'indexed', g.model from image_vectors v join model_generations g on g.id = v.generation_id where v.image_id = @id
            union all
            select p.owed_at, 'tried', p.reason from pending_images p where p.image_id = @id and p.reason is not null
            order by 1 desc
            """;
        await using var connection = await _database.OpenConnectionAsync(cancellationToken);
        var rows = await connection.QueryAsync<(DateTime At, string Kind, string? Detail)>(new CommandDefinition(sql, new { id }, cancellationToken: cancellationToken));
        return [.. rows.Select(static row => new PictureEvent(new DateTimeOffset(row.At), row.Kind, row.Detail))];
    }

    /// <summary>The original's bytes, to be disposed by the caller; null when the image or its file is gone.</summary>
    /// <exception cref="IOException">The file is there but cannot be read just now.</exception>
    public async Task<PictureFile?> OpenOriginalAsync(long id, CancellationToken cancellationToken)
    {
        if (await FindRowAsync(id, cancellationToken) is not { } image)
        {
            return null;
        }

        var locations = await _originals.LocateAsync([id], cancellationToken);
        return await _originals.OpenAsync(locations[id], cancellationToken) is { } stream
            ? new PictureFile(stream, $"image/{image.Format}", DownloadName(image.FileName))
            : null;
    }

    /// <summary>A WebP of the picture without metadata, made now if it is not there yet; null when the image or its file is gone, or it cannot be decoded.</summary>
    public Task<PictureFile?> OpenThumbnailAsync(long id, ThumbnailSize size, CancellationToken cancellationToken) =>
        OpenThumbnailAsync(id, size, deleted: false, cancellationToken);

    /// <summary>The same of a picture that a person has deleted, small: for who may put it back.</summary>
    public Task<PictureFile?> OpenDeletedThumbnailAsync(long id, CancellationToken cancellationToken) =>
        OpenThumbnailAsync(id, ThumbnailSize.Small, deleted: true, cancellationToken);

    private async Task<PictureFile?> OpenThumbnailAsync(long id, ThumbnailSize size, bool deleted, CancellationToken cancellationToken) =>
        await FindRowAsync(id, cancellationToken, deleted) is { } image && await _thumbnails.OpenAsync(image, size, cancellationToken) is { } stream
            ? new PictureFile(stream, "image/webp", Path.ChangeExtension(DownloadName(image.FileName), ".webp"))
            : null;

    private async Task<ImageRow?> FindRowAsync(long id, CancellationToken cancellationToken, bool deleted = false)
    {
        const string sql = """
            select id, content_sha256 as sha256, format, file_name as filename
            from images
            where id = @id and case when @deleted then deleted_at is not null else hidden_at is null end
            """;
        await using var connection = await _database.OpenConnectionAsync(cancellationToken);
        return await connection.QuerySingleOrDefaultAsync<ImageRow>(new CommandDefinition(sql, new { id, deleted }, cancellationToken: cancellationToken));
    }

    private async Task<IReadOnlyList<PictureDetails>> ReadAsync(string sql, object arguments, CancellationToken cancellationToken)
    {
        await using var connection = await _database.OpenConnectionAsync(cancellationToken);
        await using var reader = await connection.ExecuteReaderAsync(new CommandDefinition(sql, arguments, cancellationToken: cancellationToken));
        var pictures = new List<PictureDetails>();
        while (await reader.ReadAsync(cancellationToken))
        {
            pictures.Add(PictureDetailsReader.Read(reader, _showPlaces));
        }

        return pictures;
    }

    private static string DownloadName(string name)
    {
        var safe = string.Concat(name.Select(static c => char.IsControl(c) || c is '"' or '/' or '\\' or ';' ? '_' : c));
        return safe.Length == 0 ? "picture" : safe;
    }
}
