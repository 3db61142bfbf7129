using System.Runtime.InteropServices;

namespace Photoseek.Search.Ranking;

/// <summary>An image with its place in a fused ranking.</summary>
/// <param name="Candidate">The image, and its distance to the query's vector.</param>
/// <param name="Score">More is better; comparable within one ranking only.</param>
/// <param name="ByVector">Whether its vector is among the nearest.</param>
/// <param name="ByWords">Whether words of the query are written about it.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct FusedCandidate(Candidate Candidate, double Score, bool ByVector, bool ByWords)
{
    /// <summary>Whether what is written about it means nearly what was asked.</summary>
    public bool ByText { get; init; }

    /// <summary>How many that are nearly the same picture were put under it.</summary>
    public int Alike { get; init; }
}
