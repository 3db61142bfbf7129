using System.Runtime.InteropServices;

namespace Photoseek.Search.Ranking;

/// <summary>An image with its cosine distance to the query.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Candidate(long Id, double Distance)
{
    /// <summary>Cosine similarity. Rounding of half-precision numbers may step over the ends.</summary>
    public double Score => Math.Clamp(1 - Distance, -1, 1);
}
