using System.Runtime.InteropServices;
using Photoseek.Embedding.Models;
using Photoseek.Embedding.Onnx;

namespace Photoseek.Bench.Embedding;

/// <summary>A text tower's session, run with ids of a length that is said: what the app does, and what it does not do.</summary>
internal sealed class TextRuns(string file, int threads, bool int16 = true) : IDisposable
{
    private readonly OnnxSession _session = Tower.Load(file, threads, memoryPattern: false, int16, pauses: false);

    /// <summary>The unit vector of as many made-up ids, with end tokens after them up to <paramref name="padded"/>.</summary>
    public float[] Run(int length, int padded, int query)
    {
        var ids = GC.AllocateArray<long>(padded, pinned: true);
        Array.Fill(ids, Shapes.Vocabulary - 1);
        ids[0] = Shapes.Vocabulary - 2;
        for (var i = 1; i < length - 1; i++)
        {
            ids[i] = ((query * 7_919) + (i * 104_729)) % (Shapes.Vocabulary - 2);
        }

        var vector = GC.AllocateArray<float>(Shapes.Dimension, pinned: true);
        _session.Run(
            [new OnnxTensor(_session.Inputs[0], Marshal.UnsafeAddrOfPinnedArrayElement(ids, 0), [1, padded])],
            new OnnxTensor(_session.Outputs[0], Marshal.UnsafeAddrOfPinnedArrayElement(vector, 0), [1, Shapes.Dimension]));
        GC.KeepAlive(ids);
        Tower.Normalize(vector);
        return vector;
    }

    public void Dispose() => _session.Dispose();
}
