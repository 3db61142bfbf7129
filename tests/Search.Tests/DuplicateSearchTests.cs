using Photoseek.Embedding.Images;
using Photoseek.Embedding.Models;
using Photoseek.Search.Ranking;
using Photoseek.Search.Tests.Codes;
using Photoseek.Testing;
using Xunit.Abstractions;

namespace Photoseek.Search.Tests;

public sealed class DuplicateSearchTests(DemoModel demo, ITestOutputHelper output) : IClassFixture<DemoModel>, IAsyncLifetime
{
    private const int Scenes = 120;
    private const int Copies = 10;
    private static readonly ModelIdentity Model = SampleLibrary.Model(64);
    private readonly TestPostgres _postgres = new();
    private readonly ClusteredVectors _vectors = new(seed: 11, 64, clusters: 40);

    public Task InitializeAsync() => _postgres.InitializeAsync();

    public Task DisposeAsync() => _postgres.DisposeAsync();

    /// <summary>Ten copies of each scene: the first page alone takes more candidates than it has results.</summary>
    [PostgresTheory]
    [InlineData(10_000)]
    [InlineData(0)]
    public async Task Each_scene_comes_once_with_its_copies_counted_and_pages_are_complete(int exactRows)
    {
        var scenes = _vectors.Take(Scenes);
        var generation = await SampleLibrary.ServeAsync(_postgres, Model);
        await SampleLibrary.AddAsync(_postgres, generation, [.. Enumerable.Range(0, Scenes * Copies).Select(i => Nearly(scenes[i % Scenes], i))]);
        var search = new TestSearch(_postgres.DataSource, new SearchOptions { ExactRows = exactRows, EfSearch = 1000 });
        var query = _vectors.Take(1)[0];
        var request = new SearchRequest { Text = "x", TopK = 30 };

        List<SearchHit> paged = [];
        for (var offset = 0; offset < 90; offset += 30)
        {
            var answer = await search.RunAsync(request with { Offset = offset }, query, Model);
            Assert.Equal(30, answer.Hits.Count);
            paged.AddRange(answer.Hits);
        }

        Assert.Equal(90, paged.Select(static hit => (hit.Id - 1) % Scenes).Distinct().Count());
        Assert.True(paged.Count(static hit => hit.Alike == Copies - 1) > 70, string.Join(' ', paged.Select(static hit => hit.Alike)));

        var all = await search.RunAsync(request with { Duplicates = DuplicateHandling.All, TopK = 100 }, query, Model);
        Assert.True(all.Hits.Select(static hit => (hit.Id - 1) % Scenes).Distinct().Count() < 20);
        Assert.All(all.Hits, static hit => Assert.Equal(0, hit.Alike));
    }

    /// <summary>Codes only say who may be alike: in the end it is the same pictures, with as many under each.</summary>
    [PostgresFact]
    public async Task With_codes_the_same_are_put_together()
    {
        var scenes = _vectors.Take(600);
        var generation = await SampleLibrary.ServeAsync(_postgres, Model);
        await SampleLibrary.AddAsync(_postgres, generation, [.. scenes, .. scenes.Select(static (scene, i) => Nearly(scene, i, 0.0025f * (i % 40)))]);
        await _postgres.ExecuteAsync("update images set taken_at = timestamp '2024-05-01' + id % 600 * interval '1 hour'");
        await using var codes = new KeptCodes(_postgres.DataSource, new SearchOptions());
        await codes.StepAsync();

        foreach (var query in _vectors.Take(10))
        {
            var request = new SearchRequest { Text = "x", TopK = 60 };
            var exact = await new TestSearch(_postgres.DataSource, new SearchOptions()).RunAsync(request, query, Model);
            var byCodes = await codes.Search.RunAsync(request, query, Model);

            Assert.Equal((SearchPath.Exact, SearchPath.Codes), (exact.Path, byCodes.Path));
            Assert.Contains(exact.Hits, static hit => hit.Alike > 0);
            // Who is counted for the last ones of them may lie behind what was looked at.
            Assert.Equal(exact.Hits.Take(30).Select(static hit => (hit.Id, hit.Alike)), byCodes.Hits.Take(30).Select(static hit => (hit.Id, hit.Alike)));
        }
    }

    [PostgresFact]
    public async Task Real_pictures_and_their_smaller_copies_are_put_together_and_different_ones_are_not()
    {
        var decoder = new PictureDecoder(new PictureLimits());
        Dictionary<long, StoredPicture> known = [];
        foreach (var (path, i) in DemoModel.Pictures.Select(static (path, i) => (path, i)))
        {
            var file = await File.ReadAllBytesAsync(path);
            foreach (var (bytes, id) in new[] { (file, i + 1), (decoder.EncodeWebp(decoder.Decode(file, 320), 320), i + 1001), (decoder.EncodeWebp(decoder.Decode(file, 480), 480), i + 2001) })
            {
                known.Add(id, new StoredPicture((await demo.Search().EmbedAsync(bytes, CancellationToken.None)).Values, null));
            }
        }

        var ranked = known.Keys.Order().Select(static id => new FusedCandidate(new Candidate(id, 0.5), 1.0 / id, ByVector: true, ByWords: false)).ToList();
        var left = new SearchOptions().NearDuplicates.Collapse(ranked, known);

        output.WriteLine(string.Join(' ', left.Select(static f => $"{f.Candidate.Id}+{f.Alike}")));
        Assert.Equal(Enumerable.Range(1, DemoModel.Count).Select(static id => ((long)id, 2)), left.Select(static f => (f.Candidate.Id, f.Alike)));
    }

    private static float[] Nearly(float[] scene, int seed, float most = 0.005f)
    {
        var random = new Random(seed);
        var moved = Array.ConvertAll(scene, x => x + (float)((random.NextDouble() - 0.5) * 2 * most));
        var length = MathF.Sqrt(moved.Sum(static x => x * x));
        return Array.ConvertAll(moved, x => x / length);
    }
}
