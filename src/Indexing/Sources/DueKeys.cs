using Dapper;
using Npgsql;
using Photoseek.Indexing.Pending;

namespace Photoseek.Indexing.Sources;

/// <summary>The list of keys that may have changed. It is a hint: what falls off it is found by the next listing.</summary>
internal sealed class DueKeys(NpgsqlDataSource database)
{
    private const int MostAttempts = 5;
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(5);

    /// <summary>Names keys, in one statement however many; to be looked at now.</summary>
    public Task MarkAsync(int source, IReadOnlyCollection<string> keys, CancellationToken cancellationToken)
    {
        const string sql = """
            insert into source_due (source_id, key)
            select @source, k from (select distinct unnest(@keys) as k) named order by k collate "C"
            on conflict (source_id, key) do update set marked_at = clock_timestamp(), due_at = now(), attempts = 0
            """;
        return ExecuteAsync(sql, new { source, keys = keys.ToArray() }, cancellationToken);
    }

    /// <summary>Claims keys; who dies with them leaves them to be claimed again.</summary>
    public async Task<DueKey[]> ClaimAsync(int source, int count, CancellationToken cancellationToken)
    {
        const string sql = """
            update source_due d
            set due_at = now() + @Lease, attempts = d.attempts + 1
            from (
              select key from source_due
              where source_id = @source and due_at <= now()
              order by due_at, key limit @count
              for update skip locked) mine
            where d.source_id = @source and d.key = mine.key
            returning d.key, d.marked_at as markedat, d.attempts
            """;
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return [.. await connection.QueryAsync<DueKey>(new CommandDefinition(sql, new { source, count, Lease }, cancellationToken: cancellationToken))];
    }

    /// <summary>Strikes off what is done, unless it was named again meanwhile.</summary>
    public Task DoneAsync(int source, IReadOnlyCollection<DueKey> keys, CancellationToken cancellationToken)
    {
        const string sql = """
            delete from source_due d
            using unnest(@names, @times) as done(key, marked_at)
            where d.source_id = @source and d.key = done.key and d.marked_at = done.marked_at
            """;
        return ExecuteAsync(sql, new { source, names = keys.Select(static k => k.Key).ToArray(), times = keys.Select(static k => k.MarkedAt).ToArray() }, cancellationToken);
    }

    /// <summary>Puts a key back for later; after a few times it is left to the next listing.</summary>
    public Task PostponeAsync(int source, DueKey key, CancellationToken cancellationToken)
    {
        const string sql = "update source_due set due_at = now() + @wait where source_id = @source and key = @Key and marked_at = @MarkedAt";
        var wait = BackOff.After(key.Attempts, Random.Shared.NextDouble());
        return key.Attempts >= MostAttempts
            ? DoneAsync(source, [key], cancellationToken)
            : ExecuteAsync(sql, new { source, key.Key, key.MarkedAt, wait }, cancellationToken);
    }

    private async Task ExecuteAsync(string sql, object arguments, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(sql, arguments, cancellationToken: cancellationToken));
    }
}
