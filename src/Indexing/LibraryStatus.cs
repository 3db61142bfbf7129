namespace Photoseek.Indexing;

/// <summary>Counts over the library, for the generation that is served.</summary>
/// <param name="Images">All of them.</param>
/// <param name="Indexed">With a vector.</param>
/// <param name="Pending">Waiting for one.</param>
/// <param name="Failed">Given up, with a reason.</param>
/// <param name="Model">The model that is served; null before the first start.</param>
/// <param name="Ignored">Given up, and put aside by a person.</param>
public sealed record LibraryStatus(long Images, long Indexed, long Pending, long Failed, string? Model, long Ignored = 0)
{
    /// <summary>Instances that index, of those that share the library; a verb that indexes is none.</summary>
    public int Workers { get; init; }

    /// <summary>Whether there are the demo pictures and no others.</summary>
    public bool DemoOnly { get; init; }
}
