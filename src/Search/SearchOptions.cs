using System.ComponentModel.DataAnnotations;
using Photoseek.Search.Ranking;

namespace Photoseek.Search;

/// <summary>How searches are run. Section <c>Search</c>.</summary>
public sealed class SearchOptions
{
    /// <summary>Candidates that an HNSW scan keeps at a time (hnsw.ef_search): more finds more of the right ones and takes longer.</summary>
    [Range(40, 1000)]
    public int EfSearch { get; set; } = 200;

    /// <summary>Fewer pictures than this (that match the filters) are compared one by one, by their codes or, while there are none, in Postgres; more go by all codes or the HNSW index.</summary>
    [Range(0, 10_000_000)]
    public int ExactRows { get; set; } = 20_000;

    /// <summary>A search that takes longer is given up.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:10:00")]
    public TimeSpan Deadline { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Memory, in megabytes, that the codes of the library's vectors may take in each server: about 280 for a million pictures
    /// with vectors of 512 numbers. A library that needs more is searched by the HNSW index. 0: no codes. Left out: an eighth
    /// of the machine's memory, at most 2,048.
    /// </summary>
    [Range(0, 1_000_000)]
    public int? CodesMegabytes { get; set; }

    /// <summary>How much a rank by the vectors of pictures counts beside the others.</summary>
    [Range(0.01, 100)]
    public double VectorWeight { get; set; } = 1;

    /// <summary>How much a rank by words counts beside the others; 0 looks for no words.</summary>
    [Range(0, 100)]
    public double WordWeight { get; set; } = 1;

    /// <summary>How much a rank by the vectors of what is written counts beside the others; 0 does without them.</summary>
    [Range(0, 100)]
    public double TextWeight { get; set; } = 1;

    /// <summary>
    /// Which results are near enough to be shown where a request does not say: between 0 (all of them) and 1 (only what is as near
    /// as the best). In between, so much of the way from what any picture of the library has up to the best one.
    /// </summary>
    [Range(0, 1)]
    public double Cutoff { get; set; } = 0.4;

    /// <summary>The cosine from which two pictures are copies of one, whenever they were taken. 0: there are none.</summary>
    [Range(0, 1)]
    public double CopyLikeness { get; set; } = 0.992;

    /// <summary>The cosine from which two pictures that were taken within <see cref="BurstTime"/> are a burst.</summary>
    [Range(0, 1)]
    public double BurstLikeness { get; set; } = 0.95;

    /// <summary>How far apart the pictures of a burst are at most.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan BurstTime { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>Whether a server looks for near-duplicates in the whole library, in the background.</summary>
    public bool FindDuplicates { get; set; } = true;

    /// <summary>Looking for words that takes longer is given up, and the search answered without.</summary>
    [Range(typeof(TimeSpan), "00:00:00.01", "00:01:00")]
    public TimeSpan WordDeadline { get; set; } = TimeSpan.FromSeconds(0.5);

    /// <summary>Comparing with what is written, Ollama's part included, that takes longer is given up, and the search answered without.</summary>
    [Range(typeof(TimeSpan), "00:00:00.01", "00:01:00")]
    public TimeSpan TextDeadline { get; set; } = TimeSpan.FromSeconds(0.5);

    /// <summary>Searches that may wait for their turn; one more is refused at once (<see cref="SearchBusyException"/>).</summary>
    [Range(0, 100_000)]
    public int MaxWaiting { get; set; } = 256;

    /// <summary>Memory, in megabytes, for answers and vectors of texts that were searched for. 0: none are kept.</summary>
    [Range(0, 100_000)]
    public int CacheMegabytes { get; set; } = 32;

    /// <summary>Longest that an answer is kept. It is never given again once the library has changed.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan CacheAge { get; set; } = TimeSpan.FromHours(1);

    internal NearDuplicates NearDuplicates => new(CopyLikeness, BurstLikeness, BurstTime);

    internal long CacheBytes => (long)CacheMegabytes << 20;

    internal long CodesBytes => CodesMegabytes is { } megabytes
        ? (long)megabytes << 20
        : Math.Min(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 8, 2L << 30);
}
