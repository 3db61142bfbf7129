using System.Diagnostics;
using System.Runtime.InteropServices;
using Photoseek.Embedding.Models;
using Photoseek.Embedding.Onnx;

namespace Photoseek.Bench.Embedding;

/// <summary>What this machine can do at most: the same library multiplies matrices that fit the cache, and does nothing else.</summary>
internal sealed class ArithmeticLimit : IDisposable
{
    private const int Side = 768;
    private const int Layers = 4;

    private readonly OnnxSession _session;

    public ArithmeticLimit(string folder)
    {
        var graph = new OnnxGraph("limit");
        graph.Input("x", ids: false, Side, Side);
        var x = "x";
        for (var i = 0; i < Layers; i++)
        {
            x = i == Layers - 1 ? graph.NodeTo("y", "MatMul", [x, "w"]) : graph.Node("MatMul", [x, i == 0 ? graph.Weights("w", 0.03f, 0, Side, Side) : "w"]);
        }

        graph.Output("y", Side, Side);
        var file = Path.Combine(folder, "limit.onnx");
        graph.Save(file, seed: 1);
        _session = Tower.Load(file, threads: 1, memoryPattern: true, int16: false, pauses: false);
    }

    /// <summary>Arithmetic operations of one round.</summary>
    public static double Operations => 2.0 * Side * Side * Side * Layers;

    /// <summary>Operations a second of all cores together, each with a thread of its own, over some seconds.</summary>
    public async Task<double> MeasureAsync(TimeSpan time)
    {
        var rates = await Task.WhenAll(Enumerable.Range(0, Environment.ProcessorCount)
            .Select(_ => Task.Factory.StartNew(() => Rate(time), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)));
        return rates.Sum();
    }

    public void Dispose() => _session.Dispose();

    private double Rate(TimeSpan time)
    {
        var x = GC.AllocateArray<float>(Side * Side, pinned: true);
        var y = GC.AllocateArray<float>(Side * Side, pinned: true);
        Array.Fill(x, 0.5f);
        var rounds = 0;
        var started = Stopwatch.GetTimestamp();
        do
        {
            _session.Run(
                [new OnnxTensor(_session.Inputs[0], Marshal.UnsafeAddrOfPinnedArrayElement(x, 0), [Side, Side])],
                new OnnxTensor(_session.Outputs[0], Marshal.UnsafeAddrOfPinnedArrayElement(y, 0), [Side, Side]));
            rounds++;
        }
        while (Stopwatch.GetElapsedTime(started) < time);
        GC.KeepAlive((x, y));
        return rounds * Operations / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }
}
