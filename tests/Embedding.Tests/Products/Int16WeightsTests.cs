using System.Numerics.Tensors;
using Photoseek.Embedding.Models;
using Photoseek.Embedding.Onnx;
using Photoseek.Embedding.Products;
using Photoseek.Embedding.Tests.Onnx;
using Photoseek.Testing;

namespace Photoseek.Embedding.Tests.Products;

/// <summary>Graphs of x [rows, 128] with a few nodes, written here, before and after they are rewritten.</summary>
public sealed class Int16WeightsTests : IDisposable
{
    private const int Side = TestGraph.Side;
    private const int Rows = 7;

    private readonly TempFolder _folder = new();
    private readonly TestGraph _graph = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Products_and_what_is_added_to_them_become_one_node()
    {
        Product("x", "first", "y1");
        _graph.Weights("bias", [Side], seed: 4);
        _graph.Node("Add", ["bias", "y1"], "y2");
        Product("y2", "second", "y3");

        var types = Rewritten(Save("y3"));

        Assert.Equal(["Int16Product", "Int16Product"], types);
        AssertSame("y3");
    }

    [Fact]
    public void A_sum_with_anything_but_a_constant_for_each_column_stays()
    {
        Product("x", "first", "y1");
        _graph.Node("Add", ["y1", "x"], "y2");
        Product("y2", "second", "y3");
        _graph.Weights("one", [1], seed: 5);
        _graph.Node("Add", ["y3", "one"], "y4");

        Assert.Equal(["Int16Product", "Add", "Int16Product", "Add"], Rewritten(Save("y4")));
        AssertSame("y4");
    }

    [Fact]
    public void A_sum_stays_where_others_read_the_product_too()
    {
        Product("x", "first", "y1");
        _graph.Weights("bias", [Side], seed: 4);
        _graph.Node("Add", ["y1", "bias"], "y2");
        _graph.Node("Mul", ["y1", "y2"], "y3");

        Assert.Equal(["Int16Product", "Add", "Mul"], Rewritten(Save("y3")));
        AssertSame("y3");
    }

    [Fact]
    public void A_product_that_the_graph_gives_keeps_its_name()
    {
        Product("x", "first", "y1");
        _graph.Weights("bias", [Side], seed: 4);
        _graph.Node("Add", ["y1", "bias"], "y2");

        Assert.Equal(["Int16Product", "Add"], Rewritten(Save("y2", "y1")));
        AssertSame("y1");
    }

    [Fact]
    public void Weights_that_two_products_read_stay()
    {
        Product("x", "first", "y1");
        _graph.Node("MatMul", ["y1", "first"], "y2");

        Assert.Equal(["MatMul", "MatMul"], Rewritten(Save("y2")));
    }

    [Fact]
    public void Weights_that_a_caller_may_replace_stay()
    {
        Product("x", "first", "y1");
        _graph.Input("first", Side);

        Assert.Equal(["MatMul"], Rewritten(Save("y1")));
    }

    [Fact]
    public void A_graph_with_branches_stays_as_it_is()
    {
        Product("x", "first", "y1");
        _graph.Node("If", ["y1"], "y2", new ProtoWriter().Text(1, "then_branch").Message(6, new ProtoWriter()));

        Assert.Equal(["MatMul", "If"], Rewritten(Save("y2")));
    }

    [Fact]
    public void Weights_of_another_size_than_they_say_stay()
    {
        _graph.Node("MatMul", ["x", "short"], "y1");
        _graph.Weights("short", [Side, Side], new byte[4 * Side]);

        Assert.Equal(["MatMul"], Rewritten(Save("y1")));
    }

    [Fact]
    public void A_file_that_names_a_matrix_itself_is_refused()
    {
        _graph.Node(GraphNode.OfProduct("x", 1_000_000, "y1").Message);
        var file = Save("y1");

        var error = Assert.Throws<InvalidDataException>(() => Tower.Load(file, threads: 1, memoryPattern: false, int16: true, pauses: false));

        Assert.Contains("must not be in a file", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Rows_of_another_length_are_an_error_and_no_harm()
    {
        _graph.Node("Concat", ["x", "x"], "wide", new ProtoWriter().Text(1, "axis").Number(3, 1).Number(20, 2));
        Product("wide", "first", "y1");
        var file = Save("y1");
        using var session = Tower.Load(file, threads: 1, memoryPattern: false, int16: true, pauses: false);

        var error = Assert.Throws<OnnxException>(() => Run(session, "y1"));

        Assert.Contains("Rows of 128 were expected", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_session_that_is_gone_leaves_its_matrices_to_the_collector()
    {
        Product("x", "first", "y1");
        var file = Save("y1");

        var matrix = LoadAndLeave(file);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();

        Assert.False(matrix.IsAlive);
    }

    // Not inlined, so that nothing of it is left on the stack.
    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static WeakReference LoadAndLeave(string file)
    {
        using var graph = new GraphFile(file);
        using var weights = Int16Weights.Apply(graph);
        var matrix = new WeakReference(weights.Matrices.Single());
        using var session = OnnxSession.Load(graph.ToArray(), Path.GetDirectoryName(file)!, threads: 1, memoryPattern: false);
        Run(session, "y1");
        return matrix;
    }

    private static List<string> Rewritten(string file)
    {
        using var graph = new GraphFile(file);
        using var weights = Int16Weights.Apply(graph);
        Assert.Equal(graph.Nodes.Count(n => n.Type == ProductOperator.Name), weights.Matrices.Count());
        return [.. graph.Nodes.Select(n => n.Type)];
    }

    private static float[] Run(OnnxSession session, string output) => TestGraph.Run(session, output, Rows);

    private void AssertSame(string output)
    {
        var file = _folder.Path("graph.onnx");
        using var wide = Tower.Load(file, threads: 1, memoryPattern: false, int16: false, pauses: false);
        using var one = Tower.Load(file, threads: 1, memoryPattern: false, int16: true, pauses: false);
        using var two = Tower.Load(file, threads: 2, memoryPattern: false, int16: true, pauses: false);
        var expected = Run(wide, output);

        Assert.All([one, two], session => Assert.InRange(TensorPrimitives.Distance<float>(expected, Run(session, output)) / TensorPrimitives.Norm<float>(expected), 1e-9f, 1e-4f));
    }

    private string Save(params string[] outputs)
    {
        var file = _folder.Path("graph.onnx");
        File.WriteAllBytes(file, _graph.ToArray(outputs));
        return file;
    }

    private void Product(string input, string weights, string output) => _graph.Product(input, weights, output, seed: weights.Length);
}
