namespace Photoseek.Search.Queries;

/// <summary>The vector of an image of the library.</summary>
internal static class StoredVectorQuery
{
    /// <summary>The image's vector in the generation that is served.</summary>
    /// <exception cref="QueryImageException">It has none; says why.</exception>
    public static async Task<float[]> RunAsync(LibrarySnapshot snapshot, Generation? generation, long imageId, CancellationToken cancellationToken)
    {
        const string sql = """
            select v.embedding::real[] as vector, p.state
            from images i
            left join image_vectors v on v.generation_id = @generation and v.image_id = i.id
            left join pending_images p on p.generation_id = @generation and p.image_id = i.id
            where i.id = @imageId and i.hidden_at is null
            """;
        var rows = await snapshot.QueryAsync<(float[]? Vector, string? State)>(sql, new { generation = generation?.Id ?? 0, imageId }, cancellationToken);
        if (rows.Count == 0)
        {
            throw new QueryImageException(imageId, QueryImageState.Unknown);
        }

        var (vector, state) = rows[0];
        return vector ?? throw new QueryImageException(imageId, state == "failed" ? QueryImageState.Failed : QueryImageState.Pending);
    }
}
