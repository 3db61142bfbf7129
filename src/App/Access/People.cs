using Dapper;
using Npgsql;

namespace Photoseek.App.Access;

/// <summary>The people with passwords. Whatever is changed here holds for the next request.</summary>
public sealed class People(NpgsqlDataSource database, AccessBook book)
{
    /// <summary>Characters of a name.</summary>
    public const int LongestName = 100;

    private const int Most = 1000;

    /// <summary>What is wrong with a name; null for nothing.</summary>
    public static string? ProblemOf(string? name) =>
        string.IsNullOrWhiteSpace(name) || name.Trim().Length > LongestName || name.Any(char.IsControl)
            ? $"A name has 1 to {LongestName} characters."
            : null;

    /// <summary>Everybody, by name.</summary>
    public async Task<IReadOnlyList<Person>> ListAsync(CancellationToken cancellationToken)
    {
        await book.RefreshAsync(cancellationToken);
        return [.. (await book.CurrentAsync(cancellationToken)).People.Values.OrderBy(static person => person.Name, StringComparer.OrdinalIgnoreCase)];
    }

    /// <summary>The first person, who may do everything.</summary>
    /// <returns>False where somebody is there already, who may have come a moment ago.</returns>
    public async Task<bool> AddFirstAsync(string name, string password, CancellationToken cancellationToken)
    {
        const string sql = """
            insert into people (name, password_hash, role)
            select @name, @hash, 'administrator' where not exists (select from people)
            """;
        return await ChangeAsync(sql, new { name = name.Trim(), hash = Passwords.Hash(password) }, cancellationToken) > 0;
    }

    /// <returns>False where somebody has that name, or there are as many as there may be.</returns>
    public async Task<bool> AddAsync(string name, string password, Role role, CancellationToken cancellationToken)
    {
        const string sql = """
            insert into people (name, password_hash, role)
            select @name, @hash, @role where (select count(*) from people) < @Most
            on conflict do nothing
            """;
        return await ChangeAsync(sql, new { name = name.Trim(), hash = Passwords.Hash(password), role = NameOf(role), Most }, cancellationToken) > 0;
    }

    /// <summary>Sets a password, which ends all of the person's sessions.</summary>
    /// <returns>False where there is no such person.</returns>
    public async Task<bool> SetPasswordAsync(int id, string password, CancellationToken cancellationToken)
    {
        const string sql = "update people set password_hash = @hash, stamp = gen_random_uuid() where id = @id";
        return await ChangeAsync(sql, new { id, hash = Passwords.Hash(password) }, cancellationToken) > 0;
    }

    /// <summary>Ends all of a person's sessions.</summary>
    public Task SignOutEverywhereAsync(int id, CancellationToken cancellationToken)
    {
        const string sql = "update people set stamp = gen_random_uuid() where id = @id";
        return ChangeAsync(sql, new { id }, cancellationToken);
    }

    /// <summary>What they may do from the next request on.</summary>
    public Task<PersonChange> SetRoleAsync(int id, Role role, CancellationToken cancellationToken)
    {
        const string sql = """
            update people set role = @role
            where id = @id and (@role = 'administrator' or exists (select from people other where other.role = 'administrator' and other.id <> @id))
            """;
        return ChangeOneAsync(sql, new { id, role = NameOf(role) }, id, cancellationToken);
    }

    public Task<PersonChange> RemoveAsync(int id, CancellationToken cancellationToken)
    {
        const string sql = """
            delete from people
            where id = @id and exists (select from people other where other.role = 'administrator' and other.id <> @id)
            """;
        return ChangeOneAsync(sql, new { id }, id, cancellationToken);
    }

    /// <summary>Whose name it is, with the hash of the password.</summary>
    internal async Task<(int Id, string Hash)?> FindAsync(string name, CancellationToken cancellationToken)
    {
        const string sql = "select id, password_hash from people where lower(name) = lower(@name)";
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var found = await connection.QueryAsync<(int, string)>(new CommandDefinition(sql, new { name = name.Trim() }, cancellationToken: cancellationToken));
        return found.Cast<(int, string)?>().SingleOrDefault();
    }

    /// <summary>Notes that somebody has signed in, and says who they are now.</summary>
    internal async Task<Person?> SignedInAsync(int id, CancellationToken cancellationToken)
    {
        const string sql = "update people set signed_in_at = now() where id = @id";
        await ChangeAsync(sql, new { id }, cancellationToken);
        return (await book.CurrentAsync(cancellationToken)).People.GetValueOrDefault(id);
    }

    private static string NameOf(Role role) => role.ToString().ToLowerInvariant();

    private async Task<PersonChange> ChangeOneAsync(string sql, object parameters, int id, CancellationToken cancellationToken) =>
        await ChangeAsync(sql, parameters, cancellationToken) > 0 ? PersonChange.Done
        : (await book.CurrentAsync(cancellationToken)).People.ContainsKey(id) ? PersonChange.LastAdministrator
        : PersonChange.Unknown;

    // One change at a time: two administrators who take each other's role away would else both succeed.
    private async Task<int> ChangeAsync(string sql, object parameters, CancellationToken cancellationToken)
    {
        const string alone = "lock table people in share row exclusive mode";
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(alone, transaction: transaction, cancellationToken: cancellationToken));
        var changed = await connection.ExecuteAsync(new CommandDefinition(sql, parameters, transaction, cancellationToken: cancellationToken));
        await transaction.CommitAsync(cancellationToken);
        await book.RefreshAsync(cancellationToken);
        return changed;
    }
}
