namespace Photoseek.Indexing.Sources;

/// <summary>A key to be looked at.</summary>
/// <param name="Key">Relative to the source's prefix.</param>
/// <param name="MarkedAt">When it was named last; another time by the end means that it was named again.</param>
/// <param name="Attempts">This one included.</param>
internal sealed record DueKey(string Key, DateTime MarkedAt, int Attempts);
