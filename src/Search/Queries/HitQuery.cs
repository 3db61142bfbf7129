using Npgsql;
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
            select i.id, encode(i.content_sha256, 'hex'), i.file_name, i.title, i.width, i.height, i.category,
                   i.taken_at, s.name, s.kind, s.root, o.key, i.tint
            from images i
            cross join lateral (select source_id, key from image_objects where image_id = i.id and gone_at is null order by source_id, key limit 1) o
            join sources s on s.id = o.source_id
            where i.id = any($1)
            """;
        if (page.Count == 0)
        {
            return [];
        }

        var places = page.ToDictionary(static c => c.Candidate.Id);
        var hits = new Dictionary<long, SearchHit>(page.Count);
        await using var command = new NpgsqlCommand(sql, snapshot.Connection);
        command.Parameters.Add(new NpgsqlParameter<long[]> { TypedValue = [.. places.Keys] });

        // Planning takes longer than running.
        await command.PrepareAsync(cancellationToken);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            hits.Add(reader.GetInt64(0), Read(reader, places[reader.GetInt64(0)]));
        }

        return [.. page.Where(c => hits.ContainsKey(c.Candidate.Id)).Select(c => hits[c.Candidate.Id])];
    }

    private static SearchHit Read(NpgsqlDataReader row, FusedCandidate place) => new()
    {
        Id = row.GetInt64(0),
        Score = place.Candidate.Score,
        Relevance = place.Score * (FusedRanking.Smoothing + 1),
        ByVector = place.ByVector,
        ByWords = place.ByWords,
        ByText = place.ByText,
        Alike = place.Alike,
        Sha256 = row.GetString(1),
        FileName = row.GetString(2),
        Title = row.IsDBNull(3) ? null : row.GetString(3),
        Width = row.GetInt32(4),
        Height = row.GetInt32(5),
        Category = row.IsDBNull(6) ? null : row.GetString(6),
        TakenAt = row.IsDBNull(7) ? null : row.GetDateTime(7),
        Source = row.GetString(8),
        SourceKind = row.GetString(9),
        SourceRoot = row.GetString(10),
        Key = row.GetString(11),
        Tint = row.IsDBNull(12) ? null : row.GetInt32(12),
    };
}
