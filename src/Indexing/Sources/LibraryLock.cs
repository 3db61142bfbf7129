using Dapper;
using Npgsql;

namespace Photoseek.Indexing.Sources;

/// <summary>
/// Puts those who add pictures (any number at a time) and those who take pictures away or change the served model (one
/// at a time, with nobody adding) in order, across processes. Held to the end of the transaction.
/// </summary>
/// <remarks>
/// Without it an image could lose its last object while another is being added, or be added without work for
/// the model that is just being made the served one.
/// </remarks>
internal static class LibraryLock
{
    private const long Key = 0x50686F746F73; // "Photos"

    public static Task AddingAsync(NpgsqlTransaction transaction, CancellationToken cancellationToken)
    {
        const string sql = "select pg_advisory_xact_lock_shared(@Key)";
        return transaction.Connection!.ExecuteAsync(new CommandDefinition(sql, new { Key }, transaction, cancellationToken: cancellationToken));
    }

    public static Task AloneAsync(NpgsqlTransaction transaction, CancellationToken cancellationToken)
    {
        const string sql = "select pg_advisory_xact_lock(@Key)";
        return transaction.Connection!.ExecuteAsync(new CommandDefinition(sql, new { Key }, transaction, cancellationToken: cancellationToken));
    }
}
