using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Dapper;
using Npgsql;

namespace Photoseek.App.Access;

/// <summary>The keys of programs: 32 random bytes, told once, of which the database has only the SHA-256.</summary>
public sealed class AccessKeys(NpgsqlDataSource database, AccessBook book, TimeProvider time, ILogger<AccessKeys> log)
{
    /// <summary>What all keys begin with, so that one that is published by mistake is recognised.</summary>
    public const string Prefix = "psk_";

    private const int RandomBytes = 32;
    private const int Most = 1000;
    private static readonly TimeSpan NotedEvery = TimeSpan.FromMinutes(1);

    /// <summary>Those that are valid, by name.</summary>
    public async Task<IReadOnlyList<AccessKey>> ListAsync(CancellationToken cancellationToken)
    {
        await book.RefreshAsync(cancellationToken);
        return (await book.CurrentAsync(cancellationToken)).Keys;
    }

    /// <summary>Makes a key.</summary>
    /// <param name="name">What it is for; of those that are valid each has a name of its own.</param>
    /// <param name="scopes">Some of <see cref="Rights.Scopes"/>.</param>
    /// <param name="by">Who makes it.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>The key, which cannot be had again; null where the name is taken, or there are as many as there may be.</returns>
    public async Task<string?> AddAsync(string name, IReadOnlyCollection<string> scopes, string by, CancellationToken cancellationToken)
    {
        const string sql = """
            insert into access_keys (name, key_sha256, scopes, created_by)
            select @name, @hash, @scopes, @by where (select count(*) from access_keys where revoked_at is null) < @Most
            on conflict do nothing
            """;
        var key = Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(RandomBytes));
        var parameters = new { name = name.Trim(), hash = HashOf(key), scopes = scopes.Distinct().Order().ToArray(), by, Most };
        return await ChangeAsync(sql, parameters, cancellationToken) > 0 ? key : null;
    }

    /// <summary>Makes a key worthless, at once.</summary>
    /// <returns>False where there is no such valid key.</returns>
    public async Task<bool> RevokeAsync(int id, CancellationToken cancellationToken)
    {
        const string sql = "update access_keys set revoked_at = now() where id = @id and revoked_at is null";
        return await ChangeAsync(sql, new { id }, cancellationToken) > 0;
    }

    /// <summary>The valid key that was shown; null for none. All are compared, each in fixed time.</summary>
    internal static AccessKey? Find(AccessSnapshot snapshot, string shown)
    {
        var hash = HashOf(shown);
        AccessKey? found = null;
        foreach (var key in snapshot.Keys)
        {
            found = CryptographicOperations.FixedTimeEquals(key.KeySha256, hash) ? key : found;
        }

        return found;
    }

    /// <summary>Notes that a key was used, once a minute; where the database is away that is not worth failing for.</summary>
    internal async Task NoteUseAsync(AccessKey key, CancellationToken cancellationToken)
    {
        const string sql = "update access_keys set last_used_at = now() where id = @Id and (last_used_at is null or last_used_at < now() - @NotedEvery)";
        if (key.LastUsedAt is { } used && time.GetUtcNow().UtcDateTime - used < NotedEvery)
        {
            return;
        }

        try
        {
            await ChangeAsync(sql, new { key.Id, NotedEvery }, cancellationToken);
        }
        catch (NpgsqlException exception)
        {
            log.UseNotNoted(exception);
        }
    }

    private static byte[] HashOf(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));

    private async Task<int> ChangeAsync(string sql, object parameters, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var changed = await connection.ExecuteAsync(new CommandDefinition(sql, parameters, cancellationToken: cancellationToken));
        await book.RefreshAsync(cancellationToken);
        return changed;
    }
}
