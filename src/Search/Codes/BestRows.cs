using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Photoseek.Search.Codes;

/// <summary>Keeps the best rows of a scan while it runs: what cannot be among them any more is passed by, sixteen rows at a time.</summary>
/// <param name="wanted">How many rows to keep.</param>
internal sealed class BestRows(int wanted)
{
    // Score and row in one number that is the smaller, the better: equal scores come by their rows, whoever scans what.
    private readonly ulong[] _kept = new ulong[2 * wanted];
    private int _count;
    private ulong _last = ulong.MaxValue;
    private float _least = float.NegativeInfinity;

    /// <summary>Looks at rows that follow each other.</summary>
    /// <param name="firstRow">The number of the first.</param>
    /// <param name="sums">One a row.</param>
    /// <param name="offset">Taken off each sum.</param>
    /// <param name="scales">As many: what the rest is multiplied with.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Offer(int firstRow, ReadOnlySpan<int> sums, float offset, ReadOnlySpan<float> scales)
    {
        ref var sum = ref MemoryMarshal.GetReference(sums);
        ref var scale = ref MemoryMarshal.GetReference(scales[..sums.Length]);
        var i = 0;
        for (; i <= sums.Length - Vector512<int>.Count; i += Vector512<int>.Count)
        {
            var scores = (Vector512.ConvertToSingle(Vector512.LoadUnsafe(ref sum, (nuint)i)) - Vector512.Create(offset)) * Vector512.LoadUnsafe(ref scale, (nuint)i);
            for (var good = Vector512.GreaterThanOrEqual(scores, Vector512.Create(_least)).ExtractMostSignificantBits(); good != 0; good &= good - 1)
            {
                var at = BitOperations.TrailingZeroCount(good);
                Keep(Key(scores[at], firstRow + i + at));
            }
        }

        for (; i < sums.Length; i++)
        {
            var score = (sums[i] - offset) * scales[i];
            if (score >= _least)
            {
                Keep(Key(score, firstRow + i));
            }
        }
    }

    /// <summary>Takes over what another kept.</summary>
    public void Add(BestRows other)
    {
        foreach (var key in other._kept.AsSpan(0, other._count))
        {
            Keep(key);
        }
    }

    /// <summary>The best rows, best first; equal ones by their place.</summary>
    public int[] Ranked()
    {
        Trim();
        return [.. _kept.AsSpan(0, _count).ToArray().Select(key => (int)(uint)key)];
    }

    private static ulong Key(float score, int row)
    {
        var bits = BitConverter.SingleToUInt32Bits(score);
        var ascending = (bits & 0x8000_0000) != 0 ? ~bits : bits | 0x8000_0000;
        return ((ulong)~ascending << 32) | (uint)row;
    }

    private static float Score(ulong key)
    {
        var ascending = ~(uint)(key >> 32);
        return BitConverter.UInt32BitsToSingle((ascending & 0x8000_0000) != 0 ? ascending & 0x7FFF_FFFF : ~ascending);
    }

    private void Keep(ulong key)
    {
        if (key >= _last)
        {
            return;
        }

        _kept[_count++] = key;
        if (_count == _kept.Length)
        {
            Trim();
            _last = _kept[_count - 1];
            _least = Score(_last);
        }
    }

    private void Trim()
    {
        _kept.AsSpan(0, _count).Sort();
        _count = Math.Min(_count, wanted);
    }
}
