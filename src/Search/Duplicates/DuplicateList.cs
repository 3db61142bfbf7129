using Microsoft.Extensions.Options;
using Npgsql;
using Photoseek.Search.Queries;
using Photoseek.Search.Ranking;

namespace Photoseek.Search.Duplicates;

/// <summary>The near-duplicates that were found so far.</summary>
public sealed class DuplicateList
{
    /// <summary>Pictures of a group that are shown.</summary>
    public const int MaxShown = 12;

    /// <summary>Most groups on a page.</summary>
    public const int MaxGroups = 50;

    /// <summary>Where counting what was not looked at yet stops.</summary>
    public const int MaxWaiting = 10_000;

    private readonly NpgsqlDataSource _database;
    private readonly TimeSpan _deadline;

    internal DuplicateList(NpgsqlDataSource database, IOptions<SearchOptions> options)
    {
        _database = database;
        _deadline = options.Value.Deadline;
    }

    /// <summary>A page of groups.</summary>
    /// <param name="before">The last group of the page before; null for the first page.</param>
    /// <param name="count">1 to <see cref="MaxGroups"/>.</param>
    /// <param name="cancellationToken">Ends the statement that runs.</param>
    /// <exception cref="InvalidSearchException">The count is none of these.</exception>
    public async Task<DuplicatePage> ReadAsync(long? before, int count, CancellationToken cancellationToken)
    {
        if (count is < 1 or > MaxGroups)
        {
            throw new InvalidSearchException("limit", $"Ask for 1 to {MaxGroups} groups.");
        }

        await using var snapshot = await LibrarySnapshot.OpenAsync(_database, _deadline, null, cancellationToken);
        if (snapshot.Serving is not { } serving)
        {
            return new DuplicatePage([], null, 0);
        }

        var groups = await GroupsAsync(snapshot, serving, before, count + 1, cancellationToken);
        long[] ids = [.. groups.Take(count).SelectMany(static g => g.Shown)];
        var hits = (await HitQuery.RunAsync(snapshot, [.. ids.Select(static id => new FusedCandidate(new Candidate(id, 0), 0, ByVector: true, ByWords: false))], cancellationToken))
            .ToDictionary(static hit => hit.Id);
        return new DuplicatePage(
            [.. groups.Take(count).Select(g => new DuplicateGroup(g.Id, (int)g.Images, [.. g.Shown.Where(hits.ContainsKey).Select(id => hits[id])])).Where(static g => g.Pictures.Count > 0)],
            groups.Count > count ? groups[count - 1].Id : null,
            await WaitingAsync(snapshot, serving, cancellationToken));
    }

    /// <summary>The others that a picture is nearly the same as: the first of them, oldest first, at most <see cref="MaxShown"/>; none as long as it was not looked at.</summary>
    public async Task<IReadOnlyList<SearchHit>> OfAsync(long image, CancellationToken cancellationToken)
    {
        await using var snapshot = await LibrarySnapshot.OpenAsync(_database, _deadline, null, cancellationToken);
        if (snapshot.Serving is not { } serving)
        {
            return [];
        }

        var sql = $"""
            select d.image_id
            from near_duplicates mine
            join near_duplicates d on d.generation_id = mine.generation_id and d.group_id = mine.group_id and d.image_id <> mine.image_id
            join images i on i.id = d.image_id and i.hidden_at is null
            where mine.generation_id = {serving.Id} and mine.image_id = @image
            order by {DateOrder.Moment}, d.image_id
            limit {MaxShown}
            """;
        var ids = await snapshot.QueryAsync<long>(sql, new { image }, cancellationToken);
        return await HitQuery.RunAsync(snapshot, [.. ids.Select(static id => new FusedCandidate(new Candidate(id, 0), 0, ByVector: true, ByWords: false))], cancellationToken);
    }

    private static Task<IReadOnlyList<Row>> GroupsAsync(LibrarySnapshot snapshot, Generation serving, long? before, int count, CancellationToken cancellationToken)
    {
        // What is hidden is in no group; one that is left over is none.
        var sql = $"""
            select d.group_id as id, count(*) as images,
                   (array_agg(d.image_id order by {DateOrder.Moment}, d.image_id))[1:{MaxShown}] as shown
            from near_duplicates d join images i on i.id = d.image_id and i.hidden_at is null
            where d.generation_id = {serving.Id} and d.group_id < @before
            group by d.group_id having count(*) > 1
            order by d.group_id desc
            limit {count}
            """;
        return snapshot.QueryAsync<Row>(sql, new { before = before ?? long.MaxValue }, cancellationToken);
    }

    private static async Task<int> WaitingAsync(LibrarySnapshot snapshot, Generation serving, CancellationToken cancellationToken)
    {
        var sql = $"""
            select count(*)::int from (
              select from image_vectors
              where generation_id = {serving.Id} and image_id > coalesce((select looked_to from duplicate_progress where generation_id = {serving.Id}), 0)
              limit {MaxWaiting}) waiting
            """;
        return (await snapshot.QueryAsync<int>(sql, null, cancellationToken))[0];
    }

    private sealed class Row
    {
        public long Id { get; init; }

        public long Images { get; init; }

        public long[] Shown { get; init; } = [];
    }
}
