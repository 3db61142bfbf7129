using Npgsql;

namespace Photoseek.Search.Queries;

/// <summary>What a deadline looks like when it has passed.</summary>
internal static class SearchTimeouts
{
    /// <summary>Whether a failure is a deadline's: it may be seen here first, by Postgres, or by the connection to it.</summary>
    public static bool IsOne(Exception exception) => exception switch
    {
        OperationCanceledException => true,
        PostgresException { SqlState: PostgresErrorCodes.QueryCanceled } => true,
        NpgsqlException { InnerException: TimeoutException } => true,
        _ => false,
    };
}
