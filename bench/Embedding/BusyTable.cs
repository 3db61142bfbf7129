using System.Diagnostics;
using Photoseek.App.Cli.Bench;
using Photoseek.Embedding;
using Photoseek.Embedding.Images;
using Photoseek.Embedding.Models;
using Photoseek.Indexing.Worker;

namespace Photoseek.Bench.Embedding;

/// <summary>A query's vector while every core embeds pictures.</summary>
internal sealed class BusyTable : IBenchTable
{
    private const int BatchSize = 8;
    private static readonly TimeSpan _betweenQueries = TimeSpan.FromMilliseconds(50);

    public string Name => "busy";

    public string About => "a query's vector while every core embeds pictures, with and without rank behind searches";

    public async Task RunAsync(BenchRun run, CancellationToken cancellationToken)
    {
        using var model = ClipModel.Load(RandomBundle.Make(run, lean: false), new EmbeddingOptions());
        (string Name, Action? Rank)[] rows = [("none", null), ("idle, as the app's tower, which gives way besides", ThreadRank.BeIdle), ("ranked like searches", static () => { })];
        var times = rows.ToDictionary(row => row.Name, _ => new List<double>());
        var rates = rows.ToDictionary(row => row.Name, _ => new List<double>());

        // In turns, since others use the machine too.
        for (var round = 0; round < (run.Short ? 2 : 6); round++)
        {
            foreach (var (name, rank) in rows)
            {
                rates[name].Add(await MeasureAsync(model, rank, times[name], queries: 60, cancellationToken));
            }
        }

        var table = new MarkdownTable("A query of about 10 ids to its vector while every core embeds pictures, fp32", "indexing threads", "query p50 ms", "query p95 ms", "pictures/s");
        foreach (var (name, rank) in rows)
        {
            var samples = new Samples(times[name]);
            table.Row(name, samples.Median, samples.Percentile(95), rank is null ? null : new Samples(rates[name]).Median);
        }

        run.Print(table);
        run.Value("text_p95_ms_while_indexing", new Samples(times[rows[1].Name]).Percentile(95));
    }

    // Pictures a second meanwhile.
    private static async Task<double> MeasureAsync(ClipModel model, Action? rank, List<double> times, int queries, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var pictures = 0;
        var crews = Enumerable.Range(0, rank is null ? 0 : Environment.ProcessorCount)
            .Select(_ => Task.Factory.StartNew(Embed, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default))
            .ToArray();
        var started = Stopwatch.GetTimestamp();
        for (var i = 0; i < queries; i++)
        {
            await Task.Delay(_betweenQueries, cancellationToken);
            var begun = Stopwatch.GetTimestamp();
            model.EmbedText($"a photo of {i} red cars on a beach");
            times.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
        }

        var rate = Volatile.Read(ref pictures) / Stopwatch.GetElapsedTime(started).TotalSeconds;
        await stop.CancelAsync();
        await Task.WhenAll(crews);
        return rate;

        void Embed()
        {
            rank!();
            var batch = model.NewBatch(BatchSize);
            var grey = new DecodedPicture(new PictureHeader(PictureFormat.Png, Shapes.Side, Shapes.Side, 1, Progressive: false), Shapes.Side, Shapes.Side, new byte[Shapes.Side * Shapes.Side * 3]);
            for (var i = 0; i < BatchSize; i++)
            {
                batch.Add(grey);
            }

            while (!stop.IsCancellationRequested)
            {
                model.EmbedPictures(batch);
                Interlocked.Add(ref pictures, BatchSize);
            }
        }
    }
}
