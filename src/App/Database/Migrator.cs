using Npgsql;

namespace Photoseek.App.Database;

/// <summary>
/// Brings a database to the schema of this build: numbered SQL files, forward only, one transaction each, noted in
/// the table schema_migrations. Several processes may do it at once: an advisory lock lets one of them work.
/// </summary>
public static class Migrator
{
    // Any number that nobody else takes: "photosee" in ASCII.
    private const long AdvisoryLock = 0x70686F746F736565;
    private const int SecondsPerMigration = 3600;

    /// <summary>Applies what is missing.</summary>
    /// <returns>Names of the migrations applied, in order; empty when there was nothing to do.</returns>
    /// <exception cref="DatabaseException">
    /// The server has no usable pgvector, the database was made by a newer build or another history, it cannot be
    /// reached, or another process kept it locked for five minutes.
    /// </exception>
    public static Task<IReadOnlyList<string>> MigrateAsync(NpgsqlDataSource dataSource, ILogger logger, CancellationToken cancellationToken) =>
        MigrateAsync(dataSource, Migration.Embedded(), logger, cancellationToken);

    internal static async Task<IReadOnlyList<string>> MigrateAsync(
        NpgsqlDataSource dataSource, IReadOnlyList<Migration> migrations, ILogger logger, CancellationToken cancellationToken)
    {
        await using var connection = await OpenAsync(dataSource, cancellationToken);
        await LockAsync(connection, cancellationToken);
        try
        {
            await PgvectorExtension.EnsureAsync(connection, cancellationToken);
            var applied = await ReadJournalAsync(connection, cancellationToken);
            var done = new List<string>();
            foreach (var migration in Outstanding(migrations, applied))
            {
                await ApplyAsync(connection, migration, cancellationToken);
                logger.MigrationApplied(migration.Name);
                done.Add(migration.Name);
            }

            if (done.Count > 0 && applied.Count > 0)
            {
                await AnalyzeAsync(connection, cancellationToken);
            }

            return done;
        }
        finally
        {
            await UnlockAsync(connection);
        }
    }

    /// <summary>The migrations still to apply: those behind the journal's last, which must agree with this build up to there.</summary>
    /// <exception cref="DatabaseException">They do not agree.</exception>
    internal static IEnumerable<Migration> Outstanding(IReadOnlyList<Migration> migrations, IReadOnlyList<(int Number, string Name, string Checksum)> journal)
    {
        var known = migrations.ToDictionary(migration => migration.Number);
        foreach (var (number, name, checksum) in journal)
        {
            if (!known.TryGetValue(number, out var migration))
            {
                throw new DatabaseException($"The database was made by a newer Photoseek (it has migration {name}): update the app, or use another database.");
            }

            if (migration.Checksum != checksum)
            {
                throw new DatabaseException($"Migration {migration.Name} is not the one that this database was made with: restore the file as it was and put the change into a new migration, or use another database.");
            }
        }

        var last = journal.Count == 0 ? 0 : journal.Max(entry => entry.Number);
        return migrations.Where(migration => migration.Number > last);
    }

    private static async Task<NpgsqlConnection> OpenAsync(NpgsqlDataSource dataSource, CancellationToken cancellationToken)
    {
        try
        {
            return await dataSource.OpenConnectionAsync(cancellationToken);
        }
        catch (NpgsqlException e)
        {
            throw new DatabaseException($"The database cannot be reached: {e.Message}", e);
        }
    }

    private static async Task LockAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        try
        {
            await using var batch = new NpgsqlBatch(connection)
            {
                Timeout = 330,
                BatchCommands =
                {
                    new NpgsqlBatchCommand("set lock_timeout = '5min'"),
                    new NpgsqlBatchCommand("select pg_advisory_lock($1)") { Parameters = { new() { Value = AdvisoryLock } } },
                    new NpgsqlBatchCommand("reset lock_timeout"),
                },
            };
            await batch.ExecuteNonQueryAsync(cancellationToken);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.LockNotAvailable)
        {
            throw new DatabaseException("Another process has been migrating this database for five minutes: wait for it or end it, then start again.", e);
        }
    }

    private static async Task UnlockAsync(NpgsqlConnection connection)
    {
        const string sql = "select pg_advisory_unlock($1)";
        if (connection.FullState.HasFlag(System.Data.ConnectionState.Open))
        {
            await using var command = new NpgsqlCommand(sql, connection) { Parameters = { new() { Value = AdvisoryLock } } };
            await command.ExecuteNonQueryAsync(CancellationToken.None);
        }
    }

    private static async Task<IReadOnlyList<(int Number, string Name, string Checksum)>> ReadJournalAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        const string sql = """
            create table if not exists schema_migrations (
              number     int primary key,
              name       text not null,
              checksum   text not null,
              applied_at timestamptz not null default now()
            );
            select number, name, checksum from schema_migrations order by number
            """;
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var journal = new List<(int, string, string)>();
        while (await reader.ReadAsync(cancellationToken))
        {
            journal.Add((reader.GetInt32(0), reader.GetString(1), reader.GetString(2)));
        }

        return journal;
    }

    // Postgres knows nothing of a column that a migration has added until a tenth of its table has changed, and reads a
    // million rows meanwhile where it could look into a small index.
    private static async Task AnalyzeAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("analyze", connection) { CommandTimeout = SecondsPerMigration };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task ApplyAsync(NpgsqlConnection connection, Migration migration, CancellationToken cancellationToken)
    {
        const string sql = "insert into schema_migrations (number, name, checksum) values ($1, $2, $3)";
        try
        {
            await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
            await using var statements = new NpgsqlCommand(migration.Sql, connection, transaction) { CommandTimeout = SecondsPerMigration };
            await statements.ExecuteNonQueryAsync(cancellationToken);
            await using var journal = new NpgsqlCommand(sql, connection, transaction)
            {
                Parameters = { new() { Value = migration.Number }, new() { Value = migration.Name }, new() { Value = migration.Checksum } },
            };
            await journal.ExecuteNonQueryAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }
        catch (PostgresException e)
        {
            throw new DatabaseException($"Migration {migration.Name} failed and was rolled back: {e.MessageText} ({e.SqlState}).", e);
        }
    }
}
