using System.Globalization;
using Npgsql;
using Photoseek.App.Database;
using Photoseek.App.Hosting;

namespace Photoseek.App.Backup;

/// <summary>Brings a backup back, into an empty library only.</summary>
internal static class LibraryRestore
{
    /// <param name="settings">Whose library it becomes.</param>
    /// <param name="path">The backup.</param>
    /// <param name="loggers">Hear of the database.</param>
    /// <param name="cancellationToken">Stops it; the database is then as it was.</param>
    /// <exception cref="InvalidDataException">The file is damaged or cut off, or does not fit; nothing was changed.</exception>
    /// <exception cref="DatabaseException">There is a library already, or the database cannot be restored.</exception>
    public static async Task<BackupManifest> RunAsync(AppSettings settings, string path, ILoggerFactory loggers, CancellationToken cancellationToken)
    {
        var manifest = await BackupFile.CheckAsync(path, cancellationToken);
        CheckVersion(manifest);
        if (manifest.Has(BackupNames.Originals) && settings.Configuration["Storage:Provider"] == "S3")
        {
            throw new InvalidDataException("The backup holds uploads that were kept in a folder, and here they are kept in a bucket: restore with Storage__Provider=FileSystem. Nothing was changed.");
        }

        await using var database = await LibraryDatabase.OpenAsItIsAsync(settings, loggers, cancellationToken);
        await using var connection = new NpgsqlConnection(database.ConnectionString);
        await connection.OpenAsync(cancellationToken);
        await CheckEmptyAsync(connection, manifest, cancellationToken);
        var tools = await PostgresTools.FindAsync(connection, database.ConnectionString, cancellationToken);

        // The names of originals are their hashes: brought back twice they are the same, so they may come before the database.
        await foreach (var entry in BackupFile.EntriesAsync(path, cancellationToken))
        {
            if (BackupNames.PartOf(entry.Name) is BackupNames.Keys or BackupNames.Originals)
            {
                var root = BackupNames.PartOf(entry.Name) == BackupNames.Keys ? settings.Data : settings.Configuration["Storage:Folder"]!;
                await WriteAsync(Path.Combine(root, entry.Name), BackupFile.Content(entry), cancellationToken);
            }
        }

        await foreach (var entry in BackupFile.EntriesAsync(path, cancellationToken))
        {
            if (entry.Name == BackupNames.Dump)
            {
                await DumpReader.RestoreAsync(tools, BackupFile.Content(entry), cancellationToken);
            }
        }

        await database.MigrateAsync(loggers, cancellationToken);
        return manifest;
    }

    private static void CheckVersion(BackupManifest manifest)
    {
        var newest = Migration.Embedded()[^1].Number;
        if (!int.TryParse(manifest.Schema.AsSpan(0, Math.Min(4, manifest.Schema.Length)), NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number > newest)
        {
            throw new InvalidDataException($"The backup was made by a newer Photoseek ({manifest.Version}, {manifest.Schema}): update the app first. Nothing was changed.");
        }
    }

    private static async Task CheckEmptyAsync(NpgsqlConnection connection, BackupManifest manifest, CancellationToken cancellationToken)
    {
        const string sql = "select exists (select from pg_tables where schemaname = 'public')";
        if (connection.PostgreSqlVersion.Major < manifest.Postgres)
        {
            throw new DatabaseException($"The backup is of PostgreSQL {manifest.Postgres}, and this server is {connection.PostgreSqlVersion.Major}: use one of the same version or a newer one. Nothing was changed.");
        }

        await using var command = new NpgsqlCommand(sql, connection);
        if (await command.ExecuteScalarAsync(cancellationToken) is not false)
        {
            throw new DatabaseException("There is a library already, and a backup is restored into an empty one only: set PHOTOSEEK_DATA to a new folder, or ConnectionStrings__Postgres to a new database. Nothing was changed.");
        }
    }

    private static async Task WriteAsync(string path, Stream content, CancellationToken cancellationToken)
    {
        const UnixFileMode owners = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var folder = Path.GetDirectoryName(path)!;
        Directory.CreateDirectory(folder, owners | UnixFileMode.UserExecute);
        var unfinished = path + ".unfinished";
        await using (var file = new FileStream(unfinished, new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, Options = FileOptions.Asynchronous, UnixCreateMode = owners }))
        {
            await content.CopyToAsync(file, cancellationToken);
            file.Flush(flushToDisk: true);
        }

        File.Move(unfinished, path, overwrite: true);
    }
}
