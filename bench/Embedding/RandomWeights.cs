using System.Runtime.InteropServices;

namespace Photoseek.Bench.Embedding;

/// <summary>A tensor of random weights, made while it is written: a gigabyte of them is never held.</summary>
/// <param name="Name">Decides the numbers, with the seed: the same name has the same numbers in every graph.</param>
/// <param name="Shape">All sides.</param>
/// <param name="Deviation">Of the numbers, spread evenly around <paramref name="Mean"/>.</param>
/// <param name="Mean">1 for the gain of a normalisation.</param>
/// <param name="Columns">Names of the tensors that lie side by side in this one; null when it is one.</param>
internal sealed record RandomWeights(string Name, long[] Shape, float Deviation, float Mean = 0, string[]? Columns = null)
{
    /// <summary>Bytes of the numbers.</summary>
    public long Bytes => Shape.Aggregate(4L, static (product, side) => product * side);

    /// <summary>Writes the numbers, row after row.</summary>
    public void Write(Stream stream, int seed)
    {
        var parts = Array.ConvertAll(Columns ?? [Name], name => Hash(name, seed));
        var row = new float[Shape[^1]];
        var width = row.Length / parts.Length;
        var rows = Bytes / 4 / row.Length;
        for (var y = 0L; y < rows; y++)
        {
            for (var part = 0; part < parts.Length; part++)
            {
                Fill(row.AsSpan(part * width, width), ref parts[part]);
            }

            stream.Write(MemoryMarshal.AsBytes(row.AsSpan()));
        }
    }

    private void Fill(Span<float> numbers, ref ulong state)
    {
        // An even spread of this width has the deviation asked for.
        var scale = Deviation * MathF.Sqrt(12) / (1 << 24);
        var x = state;
        for (var i = 0; i < numbers.Length; i++)
        {
            x ^= x << 13;
            x ^= x >> 7;
            x ^= x << 17;
            numbers[i] = Mean + (((int)(x >> 40) - (1 << 23)) * scale);
        }

        state = x;
    }

    private static ulong Hash(string name, int seed)
    {
        var hash = 14_695_981_039_346_656_037UL ^ (uint)seed;
        foreach (var letter in name)
        {
            hash = (hash ^ letter) * 1_099_511_628_211UL;
        }

        return hash | 1;
    }
}
