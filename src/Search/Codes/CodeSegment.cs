using Photoseek.Embedding.Native;

namespace Photoseek.Search.Codes;

/// <summary>Rows of codes that lie together, the ids of their images and what their sums are multiplied with.</summary>
/// <param name="stride">Bytes of a row of half codes.</param>
internal sealed class CodeSegment(int stride)
{
    /// <summary>Rows in a segment.</summary>
    public const int Rows = 1 << Shift;

    public const int Shift = 14;

    /// <summary>What a row that is no more, or not yet, is multiplied with: compared with anything it loses.</summary>
    public const float Dead = float.NaN;

    /// <summary>The upper two bits of the codes, which tell most rows that they are not among the best.</summary>
    public LargeMemory High { get; } = new(Rows * stride);

    /// <summary>The lower two bits.</summary>
    public LargeMemory Low { get; } = new(Rows * stride);

    public long[] Ids { get; } = new long[Rows];

    public float[] Scales { get; } = NothingAlive();

    private static float[] NothingAlive()
    {
        var scales = new float[Rows];
        Array.Fill(scales, Dead);
        return scales;
    }
}
