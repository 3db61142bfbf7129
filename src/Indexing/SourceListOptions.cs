namespace Photoseek.Indexing;

/// <summary>The configured sources. Section <c>Sources</c>, a list.</summary>
public sealed class SourceListOptions
{
    /// <summary>In the order of the configuration.</summary>
    public IList<SourceOptions> Items { get; } = [];
}
