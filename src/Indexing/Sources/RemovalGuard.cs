using Dapper;
using Npgsql;

namespace Photoseek.Indexing.Sources;

/// <summary>
/// Stops what looks like a disk that is not mounted, a wrong prefix, or somebody's mistake, and remembers it: a person
/// may say yes to it, once, and to no more than they were shown.
/// </summary>
internal sealed class RemovalGuard(NpgsqlDataSource database)
{
    /// <summary>So few go without asking; so many more than were accepted may have gone since.</summary>
    public const int Few = 10;

    private const double Most = 0.2;

    /// <summary>Whether more would go than goes without asking: a fifth, except for a few.</summary>
    public static bool IsTooMuch(long gone, long known) => gone > Few && gone > known * Most;

    /// <summary>Whether a complete look through a source may take out what it did not see; if not, that is remembered.</summary>
    /// <param name="source">The source.</param>
    /// <param name="gone">Objects that it did not see.</param>
    /// <param name="known">Objects that were there before.</param>
    /// <param name="mustAsk">However few they are.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<bool> MayRemoveAsync(int source, long gone, long known, bool mustAsk, CancellationToken cancellationToken)
    {
        const string ask = """
            insert into source_removals as r (source_id, gone, known) values (@source, @gone, @known)
            on conflict (source_id) do update
            set gone = excluded.gone, known = excluded.known, accepted = case when excluded.gone <= r.accepted + @Few then r.accepted end
            returning accepted is not null
            """;
        if (gone == 0 || !(mustAsk || IsTooMuch(gone, known)))
        {
            return true;
        }

        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await connection.QuerySingleAsync<bool>(new CommandDefinition(ask, new { source, gone, known, Few }, cancellationToken: cancellationToken));
    }

    /// <summary>Forgets the question: what was to go has gone, or is back.</summary>
    public async Task SettleAsync(int source, CancellationToken cancellationToken)
    {
        const string sql = "delete from source_removals where source_id = @source";
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(sql, new { source }, cancellationToken: cancellationToken));
    }
}
