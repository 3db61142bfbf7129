using System.Runtime.InteropServices;
using Photoseek.Embedding.Models;
using Photoseek.Embedding.Onnx;
using Photoseek.Embedding.Tests.Models;

namespace Photoseek.Embedding.Tests.Onnx;

public sealed class OnnxSessionTests : IDisposable
{
    private readonly TinyBundle _bundle = new() { Mask = true };
    private readonly OnnxSession _session;

    public OnnxSessionTests()
    {
        _bundle.Load().Dispose();
        _session = Tower.Load(Path.Combine(_bundle.Folder, "onnx", "text_model.onnx"), threads: 1, memoryPattern: false, int16: false, pauses: false);
    }

    public void Dispose()
    {
        _session.Dispose();
        _bundle.Dispose();
    }

    [Fact]
    public void Ports_have_the_graphs_names_types_and_shapes()
    {
        Assert.Equal(["input_ids Int64 [-1,-1]", "attention_mask Int64 [-1,-1]"], _session.Inputs.Select(i => i.ToString()));
        Assert.Equal(["text_embeds Float32 [-1,3]"], _session.Outputs.Select(o => o.ToString()));
    }

    [Fact]
    public void Answers_are_written_into_the_callers_memory()
    {
        Assert.Equal([7f, 1, 0, 13, 1, 0], Run([2, 3, 5, 6], columns: 2));
    }

    [Fact]
    public void A_shape_that_does_not_fit_is_an_error_in_the_runtimes_words_and_the_next_run_is_well()
    {
        var error = Assert.Throws<OnnxException>(() => Run([2, 3, 5, 6], columns: 2, width: 4));

        Assert.Contains("invalid dimensions for output: text_embeds", error.Message, StringComparison.Ordinal);
        Assert.Equal([7f, 1, 0], Run([2, 3], columns: 2));
    }

    [Fact]
    public void A_graph_that_the_runtime_refuses_is_an_error_in_its_words()
    {
        // A model without a graph.
        var error = Assert.Throws<OnnxException>(() => OnnxSession.Load(new ProtoWriter().Number(1, 8).ToArray(), _bundle.Folder, 1, memoryPattern: false));

        Assert.Contains("graph", error.Message, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void A_session_may_be_disposed_of_while_others_run_it()
    {
        Parallel.For(0, 64, i =>
        {
            try
            {
                Run([2, 3], columns: 2);
                if (i == 40)
                {
                    _session.Dispose();
                }
            }
            catch (ObjectDisposedException)
            {
                // Came too late.
            }
        });
    }

    private float[] Run(long[] ids, int columns, int width = 3)
    {
        long[] shape = [ids.Length / columns, columns];
        var answer = GC.AllocateArray<float>((int)shape[0] * width, pinned: true);
        var mask = Pinned([.. ids.Select(_ => 1L)]);
        var pinned = Pinned(ids);
        _session.Run(
            [new(_session.Inputs[0], Address(pinned), shape), new(_session.Inputs[1], Address(mask), shape)],
            new OnnxTensor(_session.Outputs[0], Address(answer), [shape[0], width]));
        GC.KeepAlive(mask);
        GC.KeepAlive(pinned);
        return answer;
    }

    private static long[] Pinned(long[] values)
    {
        var pinned = GC.AllocateArray<long>(values.Length, pinned: true);
        values.CopyTo(pinned, 0);
        return pinned;
    }

    private static nint Address<T>(T[] pinned) => Marshal.UnsafeAddrOfPinnedArrayElement(pinned, 0);
}
