using System.ComponentModel.DataAnnotations;

namespace Photoseek.Indexing;

/// <summary>How pictures become vectors in the background. Section <c>Indexing</c>.</summary>
public sealed class IndexingOptions
{
    /// <summary>Pictures in one run of the model.</summary>
    [Range(1, 256)]
    public int BatchSize { get; set; } = 8;

    /// <summary>Batches embedded at a time, one core each. 0: one per core.</summary>
    [Range(0, 256)]
    public int ParallelBatches { get; set; }

    /// <summary>How long a claimed picture stays claimed before another worker may take it.</summary>
    [Range(typeof(TimeSpan), "00:00:05", "1.00:00:00")]
    public TimeSpan Lease { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Claims after which a picture that never finishes is set to failed.</summary>
    [Range(1, 100)]
    public int MaxAttempts { get; set; } = 5;

    /// <summary>How long what left its source stays in the library, hidden, before it is deleted.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "3650.00:00:00")]
    public TimeSpan PurgeAfter { get; set; } = TimeSpan.FromDays(7);

    /// <summary>
    /// Whether this may be the library's only instance, which replaces a model that serves and is not on its machine. Where others
    /// are seen it does not in any case.
    /// </summary>
    public bool Alone { get; set; } = true;

    /// <summary>How often the work list is looked at when nobody rings.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "01:00:00")]
    public TimeSpan Poll { get; set; } = TimeSpan.FromSeconds(2);
}
