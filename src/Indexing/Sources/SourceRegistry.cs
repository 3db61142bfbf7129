using Dapper;
using Npgsql;

namespace Photoseek.Indexing.Sources;

/// <summary>Finds or makes the rows that objects hang on.</summary>
internal sealed class SourceRegistry(NpgsqlDataSource database)
{
    /// <summary>The source of uploads.</summary>
    public const string Uploads = "uploads";

    /// <summary>The source of the demo pictures.</summary>
    public const string Demo = "demo";

    public static async Task<int> UploadsAsync(NpgsqlTransaction transaction, CancellationToken cancellationToken)
    {
        const string find = "select id from sources where name = @Uploads";
        const string add = "insert into sources (name, kind, root) values (@Uploads, 'store', '') on conflict (name) do nothing";
        var connection = transaction.Connection!;
        var arguments = new { Uploads };
        var id = await connection.QuerySingleOrDefaultAsync<int?>(new CommandDefinition(find, arguments, transaction, cancellationToken: cancellationToken));
        if (id is null)
        {
            await connection.ExecuteAsync(new CommandDefinition(add, arguments, transaction, cancellationToken: cancellationToken));
            id = await connection.QuerySingleAsync<int>(new CommandDefinition(find, arguments, transaction, cancellationToken: cancellationToken));
        }

        return id.Value;
    }

    /// <summary>The source whose root is this folder; made, and named after it, when there is none.</summary>
    /// <param name="root">Full path.</param>
    /// <param name="wanted">A source that goes by its name, and moves with its folder; null to go by the folder.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<int> FolderAsync(string root, string? wanted, CancellationToken cancellationToken)
    {
        const string find = """
            select id from sources
            where kind = 'folder' and (@wanted is null and root = @root and name <> @Demo or name = @wanted)
            order by id
            limit 1
            """;
        const string names = "select name from sources";
        const string add = "insert into sources (name, kind, root) values (@name, 'folder', @root) returning id";
        const string move = "update sources set root = @root where id = @id and root <> @root";
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await LibraryLock.AloneAsync(transaction, cancellationToken);
        var id = await connection.QuerySingleOrDefaultAsync<int?>(new CommandDefinition(find, new { root, wanted, Demo }, transaction, cancellationToken: cancellationToken));
        if (id is null)
        {
            var taken = await connection.QueryAsync<string>(new CommandDefinition(names, transaction: transaction, cancellationToken: cancellationToken));
            var name = wanted ?? FreeName(root, taken.ToHashSet());
            id = await connection.QuerySingleAsync<int>(new CommandDefinition(add, new { name, root }, transaction, cancellationToken: cancellationToken));
        }

        await connection.ExecuteAsync(new CommandDefinition(move, new { id, root }, transaction, cancellationToken: cancellationToken));
        await transaction.CommitAsync(cancellationToken);
        return id.Value;
    }

    /// <summary>The source of a bucket, by its configured name; made when there is none.</summary>
    /// <param name="name">The configured name.</param>
    /// <param name="root">Says where the bucket is; the source moves with it.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="InvalidOperationException">The library has a source of that name that is no bucket.</exception>
    public async Task<int> BucketAsync(string name, string root, CancellationToken cancellationToken)
    {
        const string add = "insert into sources (name, kind, root) values (@name, 's3', @root) on conflict (name) do nothing";
        const string find = "select id, kind, root from sources where name = @name";
        const string move = "update sources set root = @root where id = @id";
        const string anew = "delete from source_listings where source_id = @id";
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(add, new { name, root }, transaction, cancellationToken: cancellationToken));
        var (id, kind, was) = await connection.QuerySingleAsync<(int, string, string)>(new CommandDefinition(find, new { name }, transaction, cancellationToken: cancellationToken));
        if (kind != "s3")
        {
            throw new InvalidOperationException($"The library has a source \"{name}\" already, and it is no bucket. Give one of them another name, or remove the old one first.");
        }

        if (was != root)
        {
            await connection.ExecuteAsync(new CommandDefinition(move, new { id, root }, transaction, cancellationToken: cancellationToken));
            await connection.ExecuteAsync(new CommandDefinition(anew, new { id }, transaction, cancellationToken: cancellationToken));
        }

        await transaction.CommitAsync(cancellationToken);
        return id;
    }

    // The names of the app's own sources stay theirs, so that removing the demo never removes somebody's folder.
    private static string FreeName(string root, HashSet<string> taken)
    {
        var name = PlainText.Line(Path.GetFileName(Path.TrimEndingDirectorySeparator(root)), 100) ?? "folder";
        var names = Enumerable.Range(2, int.MaxValue - 2).Select(n => $"{name} ({n})").Prepend(name);
        return names.First(candidate => candidate is not (Uploads or Demo) && !taken.Contains(candidate));
    }
}
