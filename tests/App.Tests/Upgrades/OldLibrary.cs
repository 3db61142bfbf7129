using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Npgsql;
using Photoseek.Testing;

namespace Photoseek.App.Tests.Upgrades;

/// <summary>A library as an older Photoseek left it, and what that found in it: made by make-library.sh.</summary>
internal static class OldLibrary
{
    private const string Copy = "COPY ";
    private const string EndOfRows = "\\.";

    /// <summary>The ids that each query found, best first.</summary>
    public static IReadOnlyDictionary<string, long[]> Answers(string name)
    {
        using var json = JsonDocument.Parse(File.ReadAllText(PathOf(name, ".json")));
        return json.RootElement.GetProperty("queries").EnumerateObject().ToDictionary(
            static query => query.Name, static query => query.Value.EnumerateArray().Select(static id => id.GetInt64()).ToArray(), StringComparer.Ordinal);
    }

    /// <summary>Reads its dump into an empty database, as psql would.</summary>
    public static async Task LoadAsync(string name, TestPostgres database)
    {
        await using var connection = await database.DataSource.OpenConnectionAsync();
        using var dump = new StreamReader(new GZipStream(File.OpenRead(PathOf(name, ".sql.gz")), CompressionMode.Decompress), Encoding.UTF8);
        var statements = new StringBuilder();
        while (await dump.ReadLineAsync() is { } line)
        {
            if (!line.StartsWith(Copy, StringComparison.Ordinal))
            {
                statements.AppendLine(line);
                continue;
            }

            await RunAsync(connection, statements);
            await using var rows = await connection.BeginTextImportAsync(line.TrimEnd(';'));
            while (await dump.ReadLineAsync() is { } row && row != EndOfRows)
            {
                await rows.WriteAsync($"{row}\n");
            }
        }

        await RunAsync(connection, statements);

        // Transactions are counted by the cluster, and this is another one.
        await database.ExecuteAsync("""
            update image_vectors set written_by = null;
            truncate removed_vectors, library_changes, change_horizons;
            update changes_kept set since = pg_snapshot_xmin(pg_current_snapshot());
            """);
    }

    /// <summary>The columns of each table, and of its rows how many there are and what is in them, whatever their order.</summary>
    /// <param name="database">Where they are.</param>
    /// <param name="of">The columns to look at; null for all.</param>
    public static async Task<IReadOnlyDictionary<string, (string[] Columns, string Rows)>> ReadAsync(TestPostgres database, IReadOnlyDictionary<string, (string[] Columns, string Rows)>? of = null)
    {
        const string sql = """
            select c.relname, array_agg(a.attname::text order by a.attnum)
            from pg_class c
            join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
            where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
            group by c.relname
            """;
        var columns = of?.ToDictionary(static table => table.Key, static table => table.Value.Columns, StringComparer.Ordinal) ?? [];
        await using var connection = await database.DataSource.OpenConnectionAsync();
        if (of is null)
        {
            await using var command = new NpgsqlCommand(sql, connection);
            await using var reader = await command.ExecuteReaderAsync();
            while (await reader.ReadAsync())
            {
                columns.Add(reader.GetString(0), reader.GetFieldValue<string[]>(1));
            }
        }

        var tables = new Dictionary<string, (string[], string)>(StringComparer.Ordinal);
        foreach (var (table, names) in columns)
        {
            await using var command = new NpgsqlCommand(
                $"""select count(*) || ' ' || coalesce(md5(string_agg(t, ',' order by t collate "C")), '') from (select row({string.Join(", ", names.Select(static n => $"\"{n}\""))})::text t from "{table}") r""", connection);
            tables.Add(table, (names, (string)(await command.ExecuteScalarAsync())!));
        }

        return tables;
    }

    private static async Task RunAsync(NpgsqlConnection connection, StringBuilder statements)
    {
        await using var command = new NpgsqlCommand(statements.ToString(), connection);
        await command.ExecuteNonQueryAsync();
        statements.Clear();
    }

    private static string PathOf(string name, string ending) => Repository.Path("tests", "App.Tests", "Upgrades", name + ending);
}
