using System.Numerics.Tensors;
using Photoseek.Search.Codes;
using Photoseek.Search.Queries;

namespace Photoseek.Search.Tests.Codes;

/// <summary>Four segments' worth of pictures, of which some are left by a filter.</summary>
public sealed class CodeSelectionTests(CodeScanTests.Library library) : IClassFixture<CodeScanTests.Library>
{
    [Fact]
    public async Task What_is_left_is_ranked_as_a_scan_of_all_ranks_it()
    {
        long[] left = [.. library.Vectors.Select(static (_, i) => i + 1L).Where(static id => id % 7 == 0)];
        var query = library.Index.Scale.Query(library.Pictures[0]);
        List<long> unknown = [];

        var ranked = CodeSelection.Rank(library.Index, query, [.. left.Reverse()], unknown);

        var scanned = (await CodeScan.RunAsync(library.Index, [new CodeSought(query, library.Vectors.Count)], 2))[0];
        Assert.Equal(scanned.Where(static id => id % 7 == 0), ranked);
        Assert.Empty(unknown);
    }

    [Fact]
    public async Task What_has_no_codes_is_named()
    {
        var index = new CodeIndex(1, library.Index.Scale);
        var work = new float[index.Scale.Width];
        for (var id = 1; id <= 3; id++)
        {
            index.Write(index.Reserve(1), id, library.Vectors[id], work);
        }

        index.Complete(PgSnapshot.Nothing);
        await index.ApplyAsync(new CodeChanges(PgSnapshot.Nothing, new Dictionary<long, float[]> { [3] = library.Vectors[40] }, [2]), TimeProvider.System);
        List<long> unknown = [];

        var ranked = CodeSelection.Rank(index, index.Scale.Query(library.Vectors[40]), [1, 2, 3, 4], unknown);

        Assert.Equal([3, 1], ranked);
        Assert.Equal([2, 4], unknown.Order());
    }

    [Fact]
    public void Vectors_read_from_codes_are_right_but_for_rounding()
    {
        var read = RoughVectors.Of(library.Index, [.. Enumerable.Range(1, 400).Select(static id => (long)id), 1_000_000]);

        Assert.Equal(400, read.Count);
        var most = 0f;
        for (var i = 1; i <= 400; i++)
        {
            for (var j = 1; j < i; j++)
            {
                most = Math.Max(most, TensorPrimitives.Dot<float>(library.Vectors[i - 1], library.Vectors[j - 1]) - TensorPrimitives.Dot<float>(read[i], read[j]));
            }
        }

        // The worst of 80,000 products.
        Assert.InRange(most, 0.3 * library.Index.Scale.MostLost, library.Index.Scale.MostLost);
    }

    [Fact]
    public void Nothing_is_left_of_nothing()
    {
        List<long> unknown = [];

        Assert.Empty(CodeSelection.Rank(library.Index, library.Index.Scale.Query(library.Pictures[0]), [], unknown));
        Assert.Empty(unknown);
    }
}
