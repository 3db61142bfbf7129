using Dapper;
using Npgsql;

namespace Photoseek.Indexing.Sources;

/// <summary>How far the look through a source is, so that one that stops is taken up again.</summary>
internal sealed class ListingJournal(NpgsqlDataSource database)
{
    /// <summary>The unfinished one, or a new one.</summary>
    public async Task<SourceListing> BeginAsync(int source, CancellationToken cancellationToken)
    {
        const string sql = """
            insert into source_listings as l (source_id, began_at)
            values (@source, clock_timestamp())
            on conflict (source_id) do update set
              began_at = case when l.finished_at is null then l.began_at else excluded.began_at end,
              after_key = case when l.finished_at is null then l.after_key end,
              listed = case when l.finished_at is null then l.listed else 0 end,
              finished_at = null
            returning began_at as beganat, after_key as afterkey, listed
            """;
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await connection.QuerySingleAsync<SourceListing>(new CommandDefinition(sql, new { source }, cancellationToken: cancellationToken));
    }

    public Task AdvanceAsync(int source, SourceListing listing, CancellationToken cancellationToken)
    {
        const string sql = "update source_listings set after_key = @AfterKey, listed = @Listed where source_id = @source and began_at = @BeganAt";
        return ExecuteAsync(sql, new { source, listing.BeganAt, listing.AfterKey, listing.Listed }, cancellationToken);
    }

    public Task FinishAsync(int source, SourceListing listing, CancellationToken cancellationToken)
    {
        const string sql = """
            update source_listings
            set finished_at = clock_timestamp(), after_key = null, listed = @Listed, complete = @Listed
            where source_id = @source and began_at = @BeganAt
            """;
        return ExecuteAsync(sql, new { source, listing.BeganAt, listing.Listed }, cancellationToken);
    }

    private async Task ExecuteAsync(string sql, object arguments, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(sql, arguments, cancellationToken: cancellationToken));
    }
}
