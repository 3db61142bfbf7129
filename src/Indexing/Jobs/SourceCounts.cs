namespace Photoseek.Indexing.Jobs;

/// <summary>How far one source is in the served generation.</summary>
/// <param name="Name">What it goes by.</param>
/// <param name="Kind"><c>store</c> (uploads), <c>folder</c> or <c>s3</c>.</param>
/// <param name="Listed">Its objects; one content may be several.</param>
/// <param name="Indexed">Those with a vector.</param>
/// <param name="Pending">Those without, for now.</param>
/// <param name="Failed">Those given up, with a reason.</param>
/// <param name="Ignored">Those given up and put aside.</param>
/// <param name="Refused">Files and objects that are named like pictures and are none that can be used; not among the listed.</param>
public sealed record SourceCounts(string Name, string Kind, long Listed, long Indexed, long Pending, long Failed, long Ignored, long Refused = 0)
{
    /// <summary>A removal that waits for a person to say yes; null when there is none.</summary>
    public HeldRemoval? Removal { get; init; }
}
