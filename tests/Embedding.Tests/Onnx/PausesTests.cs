using Photoseek.Embedding.Onnx;
using Photoseek.Testing;

namespace Photoseek.Embedding.Tests.Onnx;

public sealed class PausesTests : IDisposable
{
    private const int Wide = 4096;

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_graph_gives_the_same_with_pauses_before_its_large_products()
    {
        // What goes into the last but one is read twice, and given as well.
        var file = Write(
            new TestGraph().Weights("out", [TestGraph.Side, Wide], 1).Weights("back", [Wide, TestGraph.Side], 2).Product("x", "small", "a", 3)
                .Node("MatMul", ["a", "out"], "b").Node("Relu", ["b"], "c").Node("MatMul", ["c", "back"], "d")
                .Node("Neg", ["d"], "e").Node("MatMul", ["e", "out"], "f").Node("MatMul", ["f", "back"], "g").Node("Add", ["e", "g"], "y"),
            "y", "e");
        using var plain = Load(file, pauses: false, out var none);
        using var paused = Load(file, pauses: true, out var pauses);

        Assert.Equal(0, none);
        Assert.Equal(4, pauses);
        var (expected, actual) = (Outputs(plain), Outputs(paused));
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, tolerance: 1e-6f * expected.Max(Math.Abs)));

        static List<float> Outputs(OnnxSession session) => [.. TestGraph.Run(session, "y", 5), .. TestGraph.Run(session, "e", 3)];
    }

    [Fact]
    public void A_run_stops_there_while_others_go_before_it()
    {
        var file = Write(
            new TestGraph().Weights("out", [TestGraph.Side, Wide], 1).Weights("back", [Wide, TestGraph.Side], 2)
                .Node("Neg", ["x"], "a").Node("MatMul", ["a", "out"], "b").Node("MatMul", ["b", "back"], "y"),
            "y");
        using var session = Load(file, pauses: true, out _);
        var clock = new HeldClock();
        var way = new RightOfWay(clock);
        Thread run;
        using (way.Go())
        {
            run = Behind.Start(way, clock, Behind.Last, () => TestGraph.Run(session, "y", 1));
            Assert.False(run.Join(TimeSpan.FromMilliseconds(50)));

            // Who does not stand behind is not held up by who does.
            TestGraph.Run(session, "y", 1);
        }

        Assert.True(run.Join(TimeSpan.FromMinutes(1)));
    }

    private static OnnxSession Load(string file, bool pauses, out int count)
    {
        using var graph = new GraphFile(file);
        if (pauses)
        {
            Pauses.Apply(graph);
        }

        count = graph.Nodes.Count(static n => n.Type == PauseOperator.Name);
        return OnnxSession.Load(graph.ToArray(), Path.GetDirectoryName(file)!, threads: 1, memoryPattern: true);
    }

    private string Write(TestGraph graph, params string[] outputs)
    {
        var file = _folder.Path("graph.onnx");
        File.WriteAllBytes(file, graph.ToArray(outputs));
        return file;
    }
}
