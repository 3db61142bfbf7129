using System.ComponentModel.DataAnnotations;

namespace Photoseek.Search;

/// <summary>How searches are run. Section <c>Search</c>.</summary>
public sealed class SearchOptions
{
    /// <summary>Candidates that an HNSW scan keeps at a time (hnsw.ef_search): more finds more of the right ones and takes longer.</summary>
    [Range(40, 1000)]
    public int EfSearch { get; set; } = 200;

    /// <summary>Up to this many pictures (that match the filters) are compared one by one, which is exact; more go by the HNSW index.</summary>
    [Range(0, 10_000_000)]
    public int ExactRows { get; set; } = 20_000;

    /// <summary>A search that takes longer is given up.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:10:00")]
    public TimeSpan Deadline { get; set; } = TimeSpan.FromSeconds(10);
}
