using Photoseek.Search.Ranking;

namespace Photoseek.Search.Queries;

/// <summary>What is shown of the images on a page.</summary>
internal static class HitQuery
{
    /// <summary>The hits of the candidates, in their order.</summary>
    public static async Task<IReadOnlyList<SearchHit>> RunAsync(LibrarySnapshot snapshot, IReadOnlyList<FusedCandidate> page, CancellationToken cancellationToken)
    {
        // An image may lie in several places; the one that was known first stands for it.
        const string sql = """
            select i.id, encode(i.content_sha256, 'hex') as sha256, i.file_name as filename, i.title, i.width, i.height, i.category,
                   i.taken_at as takenat, s.name as source, s.kind as sourcekind, s.root as sourceroot, o.key
            from images i
            cross join lateral (select source_id, key from image_objects where image_id = i.id order by source_id, key limit 1) o
            join sources s on s.id = o.source_id
            where i.id = any(@ids)
            """;
        if (page.Count == 0)
        {
            return [];
        }

        var hits = await snapshot.QueryAsync<SearchHit>(sql, new { ids = page.Select(static c => c.Candidate.Id).ToArray() }, cancellationToken);
        var byId = hits.ToDictionary(hit => hit.Id);
        return [.. page.Where(c => byId.ContainsKey(c.Candidate.Id)).Select(c => byId[c.Candidate.Id] with { Score = c.Candidate.Score, ByVector = c.ByVector, ByWords = c.ByWords })];
    }
}
