using Dapper;
using Npgsql;

namespace Photoseek.Indexing.Jobs;

/// <summary>Counts what is embedded, minute by minute, over all processes and restarts.</summary>
internal static class IndexingMinutes
{
    /// <summary>Adds to the minute that it is. Last in its transaction: the row is every worker's, so it is held for an instant only.</summary>
    public static async Task CountAsync(int finished, NpgsqlTransaction transaction, CancellationToken cancellationToken)
    {
        const string sql = """
            insert into indexing_minutes (minute, finished, first_at, last_at)
            values (date_trunc('minute', clock_timestamp()), @finished, clock_timestamp(), clock_timestamp())
            on conflict (minute) do update set finished = indexing_minutes.finished + excluded.finished, last_at = excluded.last_at
            """;
        if (finished > 0)
        {
            await transaction.Connection!.ExecuteAsync(new CommandDefinition(sql, new { finished }, transaction, cancellationToken: cancellationToken));
        }
    }
}
