using System.Numerics.Tensors;
using Photoseek.Search.Codes;
using Photoseek.Search.Queries;

namespace Photoseek.Search.Tests.Codes;

public sealed class CodeScanTests(CodeScanTests.Library library) : IClassFixture<CodeScanTests.Library>
{
    [Fact]
    public async Task The_first_two_hundred_hold_the_ten_nearest_to_a_text()
    {
        var queries = TextLikeQueries.Take(3, 20, library.Vectors);
        Assert.InRange(queries.Average(q => library.Exact(q, 1)[0].Score), 0.1, 0.4);

        foreach (var query in queries)
        {
            var scanned = await ScanAsync(query, 200);
            Assert.Empty(library.Exact(query, 10).Select(e => e.Id).Except(scanned));
        }
    }

    [Fact]
    public async Task The_first_two_hundred_hold_the_ten_nearest_to_a_picture()
    {
        foreach (var query in library.Pictures)
        {
            var scanned = await ScanAsync(query, 200);
            Assert.Empty(library.Exact(query, 10).Select(e => e.Id).Except(scanned));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    public async Task The_ranking_is_the_same_on_any_number_of_threads_and_at_any_depth(int threads)
    {
        var query = library.Pictures[0];
        var expected = await ScanAsync(query, 3000);

        Assert.Equal(3000, expected.Distinct().Count());
        Assert.Equal(expected, await ScanAsync(query, 3000, threads));
        Assert.Equal(expected.Take(200), await ScanAsync(query, 200, threads));
        Assert.Equal(expected.Take(1), await ScanAsync(query, 1, threads));
    }

    [Fact]
    public async Task More_than_there_are_is_all()
    {
        var index = new CodeIndex(1, CodeScale.Fit(library.Vectors.Take(100).ToList(), Library.Dimension));
        var work = new float[2 * index.Scale.Stride];
        for (var i = 0; i < 100; i++)
        {
            index.Write(index.Reserve(1), i + 1, library.Vectors[i], work);
        }

        Assert.Equal(100, (await CodeScan.RunAsync(index, index.Scale.Query(library.Pictures[0]), 5000, 2, CancellationToken.None)).Length);
    }

    [Fact]
    public async Task A_scan_that_nobody_waits_for_ends()
    {
        using var gone = new CancellationTokenSource();
        await gone.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            CodeScan.RunAsync(library.Index, library.Index.Scale.Query(library.Pictures[0]), 200, 2, gone.Token));
    }

    private Task<long[]> ScanAsync(float[] query, int wanted, int threads = 2) =>
        CodeScan.RunAsync(library.Index, library.Index.Scale.Query(query), wanted, threads, CancellationToken.None);

    /// <summary>50,000 clustered vectors of 512 numbers.</summary>
    public sealed class Library
    {
        public const int Dimension = 512;

        public Library()
        {
            var vectors = new ClusteredVectors(seed: 11, Dimension, clusters: 500);
            Vectors = vectors.Take(50_000);
            Pictures = vectors.Take(20);
            Index = new CodeIndex(1, CodeScale.Fit(Vectors.Take(5000).ToList(), Dimension));
            var work = new float[2 * Index.Scale.Stride];
            var first = Index.Reserve(Vectors.Count);
            for (var i = 0; i < Vectors.Count; i++)
            {
                Index.Write(first + i, i + 1, Vectors[i], work);
            }

            Index.Complete(PgSnapshot.Nothing);
        }

        internal CodeIndex Index { get; }

        internal IReadOnlyList<float[]> Vectors { get; }

        internal IReadOnlyList<float[]> Pictures { get; }

        internal IReadOnlyList<(long Id, float Score)> Exact(float[] query, int count) =>
            [.. Vectors.Select((v, i) => (Id: i + 1L, Score: TensorPrimitives.Dot<float>(v, query))).OrderByDescending(s => s.Score).Take(count)];
    }
}
