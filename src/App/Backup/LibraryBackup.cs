using Npgsql;
using Photoseek.App.Database;
using Photoseek.App.Hosting;

namespace Photoseek.App.Backup;

/// <summary>Writes what cannot be made again into one file: the database, the keys, and the originals that the app itself keeps in a folder.</summary>
internal static class LibraryBackup
{
    /// <param name="settings">Whose library.</param>
    /// <param name="database">As it is; a server may be at work on it.</param>
    /// <param name="path">The file, which must not be there.</param>
    /// <param name="withOriginals">Whether originals are taken along, where they lie in a folder.</param>
    /// <param name="time">Tells when it was made.</param>
    /// <param name="cancellationToken">Stops it; nothing is left behind.</param>
    /// <exception cref="DatabaseException">There is no library, or its server's programs are missing or fail.</exception>
    /// <exception cref="IOException">It cannot be written; says so where there is no room.</exception>
    public static async Task<BackupManifest> RunAsync(AppSettings settings, LibraryDatabase database, string path, bool withOriginals, TimeProvider time, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(database.ConnectionString);
        await connection.OpenAsync(cancellationToken);
        var schema = await SchemaAsync(connection, cancellationToken);
        var tools = await PostgresTools.FindAsync(connection, database.ConnectionString, cancellationToken);
        await using var backup = new BackupWriter(path, time.GetUtcNow());

        // First: whatever it says is kept somewhere was kept by then.
        await DumpAsync(tools, backup, cancellationToken);
        await AddFilesAsync(backup, settings.Data, BackupNames.Keys, cancellationToken);
        if (withOriginals && settings.Configuration["Storage:Provider"] != "S3")
        {
            await AddFilesAsync(backup, settings.Configuration["Storage:Folder"]!, BackupNames.Originals, cancellationToken);
        }

        return await backup.FinishAsync(AppVersion.Text, schema, connection.PostgreSqlVersion.Major, cancellationToken);
    }

    private static async Task<string> SchemaAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        const string sql = "select name from schema_migrations order by number desc limit 1";
        try
        {
            await using var command = new NpgsqlCommand(sql, connection);
            if (await command.ExecuteScalarAsync(cancellationToken) is string schema)
            {
                return schema;
            }
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.UndefinedTable)
        {
            // As empty as one without a row in it.
        }

        throw new DatabaseException("There is no library to back up yet.");
    }

    private static async Task DumpAsync(PostgresTools tools, BackupWriter backup, CancellationToken cancellationToken)
    {
        // Vectors hardly get smaller; the least that is done about the rest costs next to nothing.
        using var dump = tools.Start("pg_dump", "--format=custom", "--compress=1", "--no-owner", "--no-privileges", "--no-password");
        try
        {
            var error = dump.StandardError.ReadToEndAsync(cancellationToken);
            await backup.AddAsync(BackupNames.Dump, dump.StandardOutput.BaseStream, cancellationToken);
            await PostgresTools.EndAsync(dump, error, cancellationToken);
        }
        finally
        {
            PostgresTools.Kill(dump);
        }
    }

    private static async Task AddFilesAsync(BackupWriter backup, string root, string folder, CancellationToken cancellationToken)
    {
        var start = Path.Combine(root, folder);
        foreach (var file in Directory.Exists(start) ? Directory.EnumerateFiles(start, "*", SearchOption.AllDirectories) : [])
        {
            var name = Path.GetRelativePath(root, file);
            if (BackupNames.PartOf(name) == folder)
            {
                await AddFileAsync(backup, name, file, cancellationToken);
            }
        }
    }

    private static async Task AddFileAsync(BackupWriter backup, string name, string file, CancellationToken cancellationToken)
    {
        try
        {
            await using var content = new FileStream(file, new FileStreamOptions { Share = FileShare.ReadWrite | FileShare.Delete, Options = FileOptions.Asynchronous | FileOptions.SequentialScan });
            await backup.AddAsync(name, content, cancellationToken);
        }
        catch (FileNotFoundException)
        {
            // Deleted by somebody since the folder was listed.
        }
    }
}
