using Npgsql;

namespace Photoseek.App.Database;

/// <summary>Makes sure that the database has a pgvector that can do the work.</summary>
internal static class PgvectorExtension
{
    /// <summary>halfvec came with it.</summary>
    private static readonly Version _required = new(0, 7, 0);

    /// <summary>From here on the processes of a parallel build lock what they share.</summary>
    private static readonly Version _parallel = new(0, 7, 4);

    /// <returns>Whether the version's known defects call for serial index builds.</returns>
    public static bool NeedsSerialBuilds(Version version) => version < _parallel;

    /// <summary>Creates it in the database where it is missing.</summary>
    /// <exception cref="DatabaseException">The server has none, too old a one, or does not let this user create it.</exception>
    public static async Task EnsureAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var (available, installed) = await ReadAsync(connection, cancellationToken);
        var server = $"PostgreSQL {connection.PostgreSqlVersion} at {connection.Host}";
        if (available is null)
        {
            throw new DatabaseException(
                $"{server} does not offer pgvector. Install it beside the server (Debian: postgresql-{connection.PostgreSqlVersion.Major}-pgvector; ./run.sh builds it where Debian has no package) and start again.");
        }

        if (installed is null && available < _required)
        {
            throw new DatabaseException($"{server} offers pgvector {available}; Photoseek needs {_required} or newer. Install a newer pgvector and start again.");
        }

        if (installed is not null && installed < _required)
        {
            throw new DatabaseException(available >= _required
                ? $"The database has pgvector {installed}, the server offers {available}: run \"ALTER EXTENSION vector UPDATE\" in it as a superuser."
                : $"The database has pgvector {installed}; Photoseek needs {_required} or newer. Install a newer pgvector, then run \"ALTER EXTENSION vector UPDATE\" in the database.");
        }

        if (installed is null)
        {
            await CreateAsync(connection, cancellationToken);
        }
    }

    private static async Task CreateAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        const string sql = "create extension if not exists vector";
        try
        {
            await using var command = new NpgsqlCommand(sql, connection);
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            throw new DatabaseException(
                $"The database user may not create extensions: run \"CREATE EXTENSION vector\" in database \"{connection.Database}\" as a superuser, then start again.", e);
        }
    }

    private static async Task<(Version? Available, Version? Installed)> ReadAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        const string sql = "select default_version, installed_version from pg_available_extensions where name = 'vector'";
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken)
            ? (Version.Parse(reader.GetString(0)), await reader.IsDBNullAsync(1, cancellationToken) ? null : Version.Parse(reader.GetString(1)))
            : (null, null);
    }
}
