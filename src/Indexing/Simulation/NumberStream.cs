namespace Photoseek.Indexing.Simulation;

/// <summary>Reproducible numbers (SplitMix64), the same on every machine for the same start.</summary>
internal struct NumberStream(ulong start)
{
    // Four 16-bit numbers added up: near enough to a bell, and many times quicker than a logarithm.
    private const float BellMean = 2 * 65_535f;
    private const float BellDeviation = 37_837.2f;

    private ulong _state = start;

    public ulong Next()
    {
        _state += 0x9E3779B97F4A7C15;
        var z = _state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>0 to <paramref name="end"/> - 1.</summary>
    public int Below(int end) => (int)(((Next() >> 32) * (ulong)end) >> 32);

    /// <summary>0 to 1, spread evenly.</summary>
    public double Even() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Around 0 with deviation 1.</summary>
    public float Bell()
    {
        var bits = Next();
        var sum = (uint)(bits & 0xFFFF) + (uint)((bits >> 16) & 0xFFFF) + (uint)((bits >> 32) & 0xFFFF) + (uint)(bits >> 48);
        return (sum - BellMean) / BellDeviation;
    }

    /// <summary>One of a list, the first ones more often than the last.</summary>
    public T Pick<T>(IReadOnlyList<T> list)
    {
        var even = Even();
        return list[(int)(even * even * list.Count)];
    }
}
