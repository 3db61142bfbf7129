using Dapper;
using Npgsql;
using Photoseek.Indexing.Sources;

namespace Photoseek.Indexing.Storage;

/// <summary>Reads originals from wherever they lie: the store, or a folder or a bucket that stays where it is.</summary>
internal sealed class OriginalReader(NpgsqlDataSource database, IObjectStore store, S3Sources buckets)
{
    /// <summary>The places of each image's bytes, the store's own copy first.</summary>
    public async Task<ILookup<long, OriginalLocation>> LocateAsync(IReadOnlyCollection<long> images, CancellationToken cancellationToken)
    {
        const string sql = """
            select o.image_id as imageid, s.kind, s.name as source, s.root, o.key, o.byte_size as bytesize
            from image_objects o
            join sources s on s.id = o.source_id
            where o.image_id = any(@images) and o.gone_at is null
            order by o.image_id, s.kind = 'store' desc, s.id, o.key
            """;
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var rows = await connection.QueryAsync<OriginalLocation>(new CommandDefinition(sql, new { images = images.ToArray() }, cancellationToken: cancellationToken));
        return rows.ToLookup(static row => row.ImageId);
    }

    /// <summary>The first of the places whose file is there; null when none is.</summary>
    /// <exception cref="IOException">A place cannot be reached just now.</exception>
    public async Task<Stream?> OpenAsync(IEnumerable<OriginalLocation> locations, CancellationToken cancellationToken)
    {
        foreach (var location in locations)
        {
            var stream = location.Kind switch
            {
                "store" => await store.OpenAsync(location.Key, cancellationToken),
                "s3" => await buckets.OpenAsync(location, cancellationToken),
                "folder" => SourceFolder.Open(location.Root, location.Key),
                _ => throw new NotSupportedException($"Sources of kind '{location.Kind}' are not known here."),
            };
            if (stream is not null)
            {
                return stream;
            }
        }

        return null;
    }
}
