using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Photoseek.Search.Codes;

/// <summary>
/// Keeps the best rows of a scan while it runs: what cannot be among them any more is passed by, sixteen rows at a time. Any number
/// of threads may find and offer rows; what they come to is read when all have ended.
/// </summary>
/// <param name="wanted">How many rows to keep.</param>
/// <param name="least">What a row must come to, at least.</param>
internal sealed class BestRows(int wanted, float least = float.NegativeInfinity)
{
    // Score and row in one number that is the smaller, the better: equal scores come by their rows, whoever scans what.
    // With little room to spare the least is raised often, which spares more than it costs; where many are wanted it does not.
    private readonly ulong[] _kept = new ulong[wanted + (wanted <= 400 ? 64 : wanted)];
    private readonly Lock _lock = new();
    private int _count;
    private ulong _last = ulong.MaxValue;
    private volatile float _least = least;

    /// <summary>Whether there are as many as are wanted.</summary>
    public bool IsFull => _count >= wanted;

    /// <summary>Finds the rows that may be among the best.</summary>
    /// <param name="sums">Of rows that follow each other, a multiple of sixteen.</param>
    /// <param name="factor">What each sum is multiplied with.</param>
    /// <param name="offset">Taken off each.</param>
    /// <param name="scales">As many: what the rest is multiplied with.</param>
    /// <param name="worth">Receives their places.</param>
    /// <returns>How many there are.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int FindWorth(ReadOnlySpan<int> sums, float factor, float offset, ReadOnlySpan<float> scales, Span<int> worth)
    {
        ref var sum = ref MemoryMarshal.GetReference(sums);
        ref var scale = ref MemoryMarshal.GetReference(scales[..sums.Length]);
        var (factors, offsets, least) = (Vector512.Create(factor), Vector512.Create(offset), Vector512.Create(_least));
        var found = 0;
        for (var i = 0; i <= sums.Length - Vector512<int>.Count; i += Vector512<int>.Count)
        {
            var scores = ((Vector512.ConvertToSingle(Vector512.LoadUnsafe(ref sum, (nuint)i)) * factors) - offsets) * Vector512.LoadUnsafe(ref scale, (nuint)i);
            for (var good = Vector512.GreaterThanOrEqual(scores, least).ExtractMostSignificantBits(); good != 0; good &= good - 1)
            {
                worth[found++] = i + BitOperations.TrailingZeroCount(good);
            }
        }

        return found;
    }

    /// <summary>Keeps a row if it is among the best so far.</summary>
    public void Offer(int row, float score)
    {
        if (score >= _least)
        {
            Keep(Key(score, row));
        }
    }

    /// <summary>What the last of the rows that are wanted comes to; nothing keeps any row out while there are too few.</summary>
    public float Least()
    {
        Trim();
        return IsFull ? Score(_kept[_count - 1]) : float.NegativeInfinity;
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

    // Few rows come this far: threads hardly ever wait for each other.
    private void Keep(ulong key)
    {
        lock (_lock)
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
    }

    private void Trim()
    {
        _kept.AsSpan(0, _count).Sort();
        _count = Math.Min(_count, wanted);
    }
}
