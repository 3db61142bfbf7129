using Dapper;
using Npgsql;
using Photoseek.Indexing.Sources;
using Photoseek.Indexing.Storage;

namespace Photoseek.Indexing;

/// <summary>Whether several instances keep uploads in one place.</summary>
public sealed class UploadStore
{
    /// <summary>Uploads to look for: a few may be lost for reasons of their own, all of them hardly.</summary>
    private const int Looked = 20;

    private readonly NpgsqlDataSource _database;
    private readonly IObjectStore _store;
    private readonly StorageOptions _options;

    internal UploadStore(NpgsqlDataSource database, IObjectStore store, StorageOptions options)
    {
        _database = database;
        _store = store;
        _options = options;
    }

    /// <summary>This instance's folder for uploads.</summary>
    public string Folder => Path.GetFullPath(_options.Folder);

    /// <summary>Looks for some of the uploads in this instance's folder; a bucket is the same for all.</summary>
    public async Task<UploadsPlace> LookAsync(CancellationToken cancellationToken)
    {
        const string sql = """
            select o.key
            from image_objects o
            where o.source_id = (select id from sources where name = @Uploads and kind = 'store') and o.gone_at is null
            order by o.key
            limit @Looked
            """;
        if (_options.Provider == "S3")
        {
            return UploadsPlace.Here;
        }

        await using var connection = await _database.OpenConnectionAsync(cancellationToken);
        var keys = (await connection.QueryAsync<string>(new CommandDefinition(sql, new { SourceRegistry.Uploads, Looked }, cancellationToken: cancellationToken))).AsList();
        foreach (var key in keys)
        {
            if (await _store.ExistsAsync(key, cancellationToken))
            {
                return UploadsPlace.Here;
            }
        }

        return keys.Count == 0 ? UploadsPlace.NotKnown : UploadsPlace.Elsewhere;
    }
}
