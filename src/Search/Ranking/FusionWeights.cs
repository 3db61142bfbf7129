using System.Runtime.InteropServices;

namespace Photoseek.Search.Ranking;

/// <summary>How much a rank in each ranking counts beside one in another.</summary>
/// <param name="Vectors">By the vectors of pictures.</param>
/// <param name="Words">By words.</param>
/// <param name="Texts">By the vectors of what is written.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct FusionWeights(double Vectors, double Words, double Texts)
{
    public static FusionWeights Of(SearchOptions options) => new(options.VectorWeight, options.WordWeight, options.TextWeight);
}
