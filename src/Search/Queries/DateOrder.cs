using Photoseek.Search.Ranking;

namespace Photoseek.Search.Queries;

/// <summary>Results by when they were taken, or else added; equal ones by id, in the same direction.</summary>
internal static class DateOrder
{
    /// <summary>When a picture <c>i</c> was taken, as far as anybody knows.</summary>
    public const string Moment = "coalesce(i.taken_at, i.created_at at time zone 'UTC')";

    public static async Task<IReadOnlyList<FusedCandidate>> SortAsync(
        LibrarySnapshot snapshot, IReadOnlyList<FusedCandidate> images, bool newestFirst, CancellationToken cancellationToken)
    {
        var sql = $"""
            select i.id
            from images i
            where i.id = any(@ids)
            order by {Moment} {(newestFirst ? "desc, i.id desc" : ", i.id")}
            """;
        if (images.Count < 2)
        {
            return images;
        }

        var places = images.ToDictionary(static image => image.Candidate.Id);
        var ids = await snapshot.QueryAsync<long>(sql, new { ids = places.Keys.ToArray() }, cancellationToken);
        return [.. ids.Select(id => places[id])];
    }
}
