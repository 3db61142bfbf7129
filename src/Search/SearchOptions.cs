using System.ComponentModel.DataAnnotations;

namespace Photoseek.Search;

/// <summary>How searches are run. Section <c>Search</c>.</summary>
public sealed class SearchOptions
{
    /// <summary>Candidates that an HNSW scan keeps (hnsw.ef_search), at least as many as are asked for.</summary>
    [Range(40, 1000)]
    public int EfSearch { get; set; } = 200;

    /// <summary>A search that takes longer is given up.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:10:00")]
    public TimeSpan Deadline { get; set; } = TimeSpan.FromSeconds(10);
}
