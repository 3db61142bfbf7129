using System.Numerics.Tensors;
using Photoseek.App.Cli.Bench;
using Photoseek.Embedding;
using Photoseek.Embedding.Images;
using Photoseek.Embedding.Models;

namespace Photoseek.Bench.Embedding;

/// <summary>Photos to vectors: files of a camera's size, the same weights, against what others use.</summary>
internal sealed class ImageTable : IBenchTable
{
    // Of one picture in the image tower, whatever graph it runs in.
    private const double Operations = 8.82e9;
    private const int BatchSize = 8;
    private const string Ours = "Photoseek";
    private const string ModelAlone = "Photoseek, the model alone";

    public string Name => "images";

    public string About => "photos of 12 and 24 megapixels to vectors, against transformers.js on the same files and weights";

    public async Task RunAsync(BenchRun run, CancellationToken cancellationToken)
    {
        var folder = RandomBundle.Make(run, lean: false);
        using var model = ClipModel.Load(folder, new EmbeddingOptions());
        var embedder = new PictureEmbedder(model, new PictureDecoder(new PictureLimits()), BatchSize);
        using var limit = new ArithmeticLimit(run.Folder("models"));
        var peers = Path.Combine(run.Home, "bench", "peers");
        using var node = await Peer.StartAsync("node", [Path.Combine(peers, "transformersjs", "embed.js"), folder], cancellationToken);

        // Debian's own Python: that is where Debian's packages are.
        using var python = run.Short ? null : await Peer.StartAsync("/usr/bin/python3", [Path.Combine(peers, "python", "embed.py"), folder], cancellationToken);
        List<(string Name, Peer Peer, int Batch)> others = [];
        if (node is not null)
        {
            others.Add(($"{node.Name}, one by one", node, 1));
            others.Add(($"{node.Name}, in batches of {BatchSize}", node, BatchSize));
        }

        if (python is not null)
        {
            others.Add(($"{python.Name}, in batches of {BatchSize}", python, BatchSize));
        }

        // Many, as the two ends of a run, where not all cores have something to do, are nothing of an hour of indexing.
        await MeasureAsync(run, embedder, limit, others, "", (4_000, 3_000), run.Short ? 16 : 64, run.Short ? 3 : 5, cancellationToken);
        await MeasureAsync(run, embedder, limit, others, "_24mp", (6_000, 4_000), run.Short ? 32 : 64, run.Short ? 2 : 3, cancellationToken);
    }

    private static async Task MeasureAsync(
        BenchRun run, PictureEmbedder embedder, ArithmeticLimit limit, List<(string Name, Peer Peer, int Batch)> others, string suffix,
        (int Width, int Height) sides, int count, int rounds, CancellationToken cancellationToken)
    {
        var (width, height) = sides;
        var files = Photographs.Make(run.Folder("photos"), width, height, count);
        var picture = embedder.Decode(files[0]);
        var vectors = new Dictionary<string, float[][]>(StringComparer.Ordinal);
        var limits = new List<double>();
        (string Name, Func<int, Task> Run)[] things =
        [
            ("limit", async _ => limits.Add(await limit.MeasureAsync(TimeSpan.FromSeconds(0.5)))),
            (ModelAlone, _ => embedder.RunModelAsync(picture, count)),
            (Ours, async _ => vectors[Ours] = await embedder.RunAsync(files)),
            .. others.Select(other => (other.Name, (Func<int, Task>)(async _ => vectors[other.Name] = await other.Peer.RunAsync(files, other.Batch)))),
        ];
        var times = await Interleaved.RunAsync(rounds, warmUp: 1, things, cancellationToken);
        var whole = await embedder.RunWholeAsync(files);
        double Rate(string name) => count * 1000 / times[name].Median;
        var most = new Samples(limits).Most;
        var weight = files.Average(static f => new FileInfo(f).Length) / 1e6;
        var table = new MarkdownTable(
            $"{count} JPEGs of {width:N0} x {height:N0} ({weight:0.0} MB each) to vectors, ViT-B/32, fp32, medians of {rounds} interleaved rounds",
            "what", "pictures/s", "Photoseek is faster", "share of the limit", "cosine to whole decode: median", "least");
        table.Row(ModelAlone, Rate(ModelAlone), null, $"{Rate(ModelAlone) * Operations / most:P0}");
        foreach (var (name, _) in things.Skip(2))
        {
            var cosines = vectors[name]
                .Zip(whole, static (a, b) => (double)TensorPrimitives.CosineSimilarity(a, b)).ToArray();
            table.Row(name, Rate(name), name == Ours ? null : Rate(Ours) / Rate(name), $"{Rate(name) * Operations / most:P0}", new Samples(cosines).Median.ToString("0.00000"), cosines.Min().ToString("0.00000"));
            if (name == Ours)
            {
                run.Value($"images_cosine_median{suffix}", new Samples(cosines).Median);
            }
        }

        run.Print(table);
        run.Print($"The limit is {most / 1e9:N0} GFLOP/s on all cores together, measured between the rounds with matrices that fit the cache; a picture is {Operations / 1e9} GFLOP.");
        run.Value($"images_per_second{suffix}", Rate(Ours));
        run.Value($"images_model_limit_share{suffix}", Rate(ModelAlone) * Operations / most);
        run.Value($"images_limit_share{suffix}", Rate(Ours) * Operations / most);
        var node = others.Where(static other => other.Name.StartsWith("transformers.js", StringComparison.Ordinal)).Select(other => Rate(other.Name)).ToList();
        run.Value($"images_vs_transformersjs{suffix}", node.Count > 0 ? Rate(Ours) / node[0] : null);
        run.Value($"images_vs_transformersjs_best{suffix}", node.Count > 0 ? Rate(Ours) / node.Max() : null);
    }
}
