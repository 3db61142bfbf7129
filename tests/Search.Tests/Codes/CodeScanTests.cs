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
        var index = Few();

        Assert.Equal(100, (await CodeScan.RunAsync(index, [new CodeSought(index.Scale.Query(library.Pictures[0]), 5000)], 2))[0].Length);
    }

    [Fact]
    public async Task Who_comes_alone_has_its_answer_without_another_thread()
    {
        var index = Few();

        var asked = new ScanGate().RunAsync(index, index.Scale.Query(library.Pictures[0]), 10, CancellationToken.None);

        Assert.True(asked.IsCompletedSuccessfully);
        Assert.Equal(10, (await asked).Length);
    }

    [Fact]
    public async Task Queries_that_share_a_pass_find_what_each_finds_alone()
    {
        CodeSought[] sought = [.. library.Pictures.Take(5).Select((picture, i) => new CodeSought(library.Index.Scale.Query(picture), 10 + i))];

        var together = await CodeScan.RunAsync(library.Index, sought, 2);

        for (var i = 0; i < sought.Length; i++)
        {
            Assert.Equal(await ScanAsync(library.Pictures[i], 10 + i), together[i]);
        }
    }

    [Fact]
    public async Task All_who_come_at_once_get_their_own_answer()
    {
        var gate = new ScanGate();
        var asked = Enumerable.Range(0, 40).Select(i => library.Pictures[i % library.Pictures.Count]).ToList();

        var found = await Task.WhenAll(asked.Select(picture => Task.Run(() => gate.RunAsync(library.Index, library.Index.Scale.Query(picture), 10, CancellationToken.None))));

        for (var i = 0; i < asked.Count; i++)
        {
            Assert.Equal(await ScanAsync(asked[i], 10), found[i]);
        }
    }

    [Fact]
    public async Task Who_gives_up_hinders_nobody()
    {
        var gate = new ScanGate();
        using var gone = new CancellationTokenSource();
        await gone.CancelAsync();
        var query = library.Index.Scale.Query(library.Pictures[0]);

        var answers = Enumerable.Range(0, 20).Select(i => gate.RunAsync(library.Index, query, 10, i % 2 == 0 ? gone.Token : CancellationToken.None)).ToList();

        foreach (var (answer, i) in answers.Select((a, i) => (a, i)))
        {
            if (i % 2 == 0)
            {
                await Assert.ThrowsAnyAsync<OperationCanceledException>(() => answer);
            }
            else
            {
                Assert.Equal(10, (await answer).Length);
            }
        }
    }

    // So few that no thread helps.
    private CodeIndex Few()
    {
        var index = new CodeIndex(1, CodeScale.Fit(library.Vectors.Take(100).ToList(), Library.Dimension));
        var work = new float[index.Scale.Width];
        for (var i = 0; i < 100; i++)
        {
            index.Write(index.Reserve(1), i + 1, library.Vectors[i], work);
        }

        return index;
    }

    private async Task<long[]> ScanAsync(float[] query, int wanted, int threads = 2) =>
        (await CodeScan.RunAsync(library.Index, [new CodeSought(library.Index.Scale.Query(query), wanted)], threads))[0];

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
            var work = new float[Index.Scale.Width];
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
