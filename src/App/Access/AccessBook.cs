using System.Data.Common;
using Dapper;
using Npgsql;

namespace Photoseek.App.Access;

/// <summary>
/// Who there is, kept in memory: every request asks. What this process changes holds at once, what another one changes
/// within a second.
/// </summary>
public sealed class AccessBook(NpgsqlDataSource database, TimeProvider time, ILogger<AccessBook> log) : IDisposable
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    // One reads at a time, or an older reading could come after a newer one.
    private readonly SemaphoreSlim _gate = new(1);
    private volatile Reading? _last;

    /// <summary>Whether anybody has a password; as it was last read.</summary>
    public bool IsClosed => _last is { Snapshot.IsClosed: true };

    public void Dispose() => _gate.Dispose();

    /// <summary>Reads anew; whoever changes something does so before saying that it is done.</summary>
    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            await ReadAsync(cancellationToken);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Who there is. While the database is away, who there was: nothing in it can be reached then anyway.</summary>
    internal async ValueTask<AccessSnapshot> CurrentAsync(CancellationToken cancellationToken)
    {
        if (_last is not { } last)
        {
            await RefreshAsync(cancellationToken);
            return _last!.Snapshot;
        }

        // One looks, the others go on with what was there a moment ago.
        if (time.GetElapsedTime(last.TakenAt) < Fresh || !await _gate.WaitAsync(TimeSpan.Zero, cancellationToken))
        {
            return last.Snapshot;
        }

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            await ReadAsync(patience.Token);
        }
        catch (Exception exception) when (exception is DbException or TimeoutException || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            log.AccessUnread(exception);
            _last = last with { TakenAt = time.GetTimestamp() };
        }
        finally
        {
            _gate.Release();
        }

        return _last.Snapshot;
    }

    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        const string sql = """
            select id, name, role, stamp, created_at, signed_in_at from people;
            select id, name, key_sha256, scopes, created_at, created_by, last_used_at from access_keys where revoked_at is null order by lower(name)
            """;
        var takenAt = time.GetTimestamp();
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var results = await connection.QueryMultipleAsync(new CommandDefinition(sql, cancellationToken: cancellationToken));
        var people = await results.ReadAsync<(int Id, string Name, string Role, Guid Stamp, DateTime CreatedAt, DateTime? SignedInAt)>();
        var keys = await results.ReadAsync<(int Id, string Name, byte[] KeySha256, string[] Scopes, DateTime CreatedAt, string CreatedBy, DateTime? LastUsedAt)>();
        _last = new Reading(
            new AccessSnapshot(
                people.ToDictionary(static row => row.Id, static row => new Person(row.Id, row.Name, Enum.Parse<Role>(row.Role, ignoreCase: true), row.Stamp, row.CreatedAt, row.SignedInAt)),
                [.. keys.Select(static row => new AccessKey(row.Id, row.Name, row.KeySha256, row.Scopes, row.CreatedAt, row.CreatedBy, row.LastUsedAt))]),
            takenAt);
    }

    private sealed record Reading(AccessSnapshot Snapshot, long TakenAt);
}
