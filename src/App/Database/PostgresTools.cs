using System.Diagnostics;
using Npgsql;

namespace Photoseek.App.Database;

/// <summary>The server's own programs for dumps, told how to reach a database by their environment, where no other user can read the password.</summary>
internal sealed class PostgresTools
{
    private static readonly string[] _programs = ["pg_dump", "pg_restore", "psql"];
    private readonly string _folder;
    private readonly NpgsqlConnectionStringBuilder _database;

    private PostgresTools(string folder, NpgsqlConnectionStringBuilder database)
    {
        _folder = folder;
        _database = database;
    }

    /// <summary>The programs of the server's version or else the next newer one, as older ones do not know all that it has.</summary>
    /// <param name="connection">Open: of several hosts the one that was reached.</param>
    /// <param name="connectionString">What it was opened with, the password in it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="DatabaseException">None are installed.</exception>
    public static async Task<PostgresTools> FindAsync(NpgsqlConnection connection, string connectionString, CancellationToken cancellationToken)
    {
        var server = connection.PostgreSqlVersion.Major;
        var found = new List<(string Folder, int Major)>();
        foreach (var folder in PostgresBinaries.Folders().Where(folder => _programs.All(program => File.Exists(Path.Combine(folder, program)))))
        {
            if (await PostgresBinaries.VersionAsync(Path.Combine(folder, "pg_dump"), cancellationToken) is { } major && major >= server)
            {
                found.Add((folder, major));
            }
        }

        var database = new NpgsqlConnectionStringBuilder(connectionString) { Host = connection.Host, Port = connection.Port, Database = connection.Database };
        return found.Count > 0
            ? new PostgresTools(found.MinBy(static tools => tools.Major).Folder, database)
            : throw new DatabaseException($"The server is PostgreSQL {server}; pg_dump, pg_restore and psql of that version or a newer one are needed beside the app (Debian: apt-get install postgresql-client-{server}).");
    }

    /// <summary>Starts one of them with all streams redirected.</summary>
    public Process Start(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(Path.Combine(_folder, program), arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = "/",
        };
        start.Environment["LC_ALL"] = "C";
        start.Environment["PGAPPNAME"] = "photoseek";
        Set("PGHOST", _database.Host);
        Set("PGPORT", _database.Port.ToString(System.Globalization.CultureInfo.InvariantCulture));
        Set("PGUSER", _database.Username);
        Set("PGPASSWORD", _database.Password);
        Set("PGPASSFILE", _database.Passfile);
        Set("PGDATABASE", _database.Database);
        Set("PGSSLROOTCERT", _database.RootCertificate);
        Set("PGSSLMODE", _database.SslMode switch
        {
            SslMode.VerifyCA => "verify-ca",
            SslMode.VerifyFull => "verify-full",
            var mode => mode.ToString().ToLowerInvariant(),
        });
        return Process.Start(start)!;

        void Set(string name, string? value)
        {
            if (value is { Length: > 0 })
            {
                start.Environment[name] = value;
            }
        }
    }

    /// <summary>Waits for its end.</summary>
    /// <param name="process">One that was started.</param>
    /// <param name="error">What it says on standard error, which is being read.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="DatabaseException">It failed; says what it said last.</exception>
    public static async Task EndAsync(Process process, Task<string> error, CancellationToken cancellationToken)
    {
        await process.WaitForExitAsync(cancellationToken);
        if (process.ExitCode != 0)
        {
            throw new DatabaseException($"{Path.GetFileName(process.StartInfo.FileName)} failed: {new ProgramRun(process.ExitCode, "", await error).LastWords}");
        }
    }

    /// <summary>Ends what still runs when the work on it was given up.</summary>
    public static void Kill(Process process)
    {
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
        }
    }
}
