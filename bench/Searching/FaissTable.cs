using System.ComponentModel;
using System.Diagnostics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Text.Json;
using Photoseek.Indexing.Simulation;

namespace Photoseek.Bench.Searching;

/// <summary>The HNSW index of faiss (Debian's python3-faiss) over the same vectors.</summary>
internal sealed class FaissTable : IBenchTable
{
    private const string Python = "/usr/bin/python3";
    private const int Dimension = 512;
    private const int Best = 10;

    public string Name => "faiss";

    public string About => "faiss HNSW over the first 100,000 vectors of the simulated library (short: 10,000), for text-like and picture-like queries";

    public async Task RunAsync(BenchRun run, CancellationToken cancellationToken)
    {
        var count = run.Short ? 10_000 : 100_000;
        var source = new SimulatedVectors(seed: 1, Dimension);
        var vectors = new float[count * Dimension];
        Parallel.For(0, count, i => source.Picture(i, vectors.AsSpan(i * Dimension, Dimension)));
        var table = new MarkdownTable($"faiss HNSW (m 16, ef_construction 100) at {count:N0} vectors, one thread", "ef", "text-like recall@10", "p50 ms", "p95 ms", "picture-like recall@10", "p50 ms", "p95 ms");
        float[][] queries = [.. Enumerable.Range(0, 100).Select(source.TextQuery), .. Enumerable.Range(0, 100).Select(source.PictureQuery)];
        var found = await AskAsync(run, vectors, queries, cancellationToken);
        if (found is null)
        {
            run.Print("faiss is not here (Debian's package is python3-faiss): its table is left out.");
            return;
        }

        foreach (var (ef, text, picture) in found.Rows)
        {
            table.Row($"{ef}", text.Recall, text.P50, text.P95, picture.Recall, picture.P50, picture.P95);
            run.Value($"faiss_ef_{ef}_text_recall", text.Recall);
            run.Value($"faiss_ef_{ef}_text_p50_ms", text.P50);
        }

        run.Print(table);
        run.Print($"faiss {found.Version}; building took {found.BuildSeconds:0.0} s on {Environment.ProcessorCount} threads.");
        run.Value("faiss_build_seconds", found.BuildSeconds);
    }

    private static async Task<Answer?> AskAsync(BenchRun run, float[] vectors, float[][] queries, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(Python, [Path.Combine(run.Home, "bench", "peers", "faiss", "hnsw.py")])
        {
            UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true,
        };
        Process process;
        try
        {
            process = Process.Start(start)!;
        }
        catch (Win32Exception)
        {
            return null;
        }

        using (process)
        {
            var stream = process.StandardInput.BaseStream;
            try
            {
                var wanted = new { dimension = Dimension, vectors = vectors.Length / Dimension, queries = queries.Length, m = 16, ef_construction = 100, ef = (int[])[40, 100, 200, 400, 1000], threads = Environment.ProcessorCount };
                await stream.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(wanted), cancellationToken);
                stream.WriteByte((byte)'\n');
                stream.Write(MemoryMarshal.AsBytes(vectors.AsSpan()));
                foreach (var query in queries)
                {
                    stream.Write(MemoryMarshal.AsBytes(query.AsSpan()));
                }

                var truth = new long[queries.Length][];
                Parallel.For(0, queries.Length, i => truth[i] = Nearest(vectors, queries[i]));
                foreach (var near in truth)
                {
                    stream.Write(MemoryMarshal.AsBytes(near.AsSpan()));
                }

                process.StandardInput.Close();
            }
            catch (IOException)
            {
                // It has ended already: Python is here, faiss is not.
                return null;
            }

            var output = await process.StandardOutput.ReadToEndAsync(cancellationToken);
            return output.Length == 0 ? null : Answer.Read(output);
        }
    }

    private static long[] Nearest(float[] vectors, float[] query) =>
        [.. Enumerable.Range(0, vectors.Length / Dimension).Select(i => (Row: (long)i, Cosine: TensorPrimitives.Dot(vectors.AsSpan(i * Dimension, Dimension), query)))
            .OrderByDescending(row => row.Cosine).Take(Best).Select(row => row.Row)];

    private sealed record Figures(double Recall, double P50, double P95)
    {
        public static Figures Of(JsonElement row, string kind)
        {
            var figures = row.GetProperty(kind);
            return new Figures(figures.GetProperty("recall").GetDouble(), figures.GetProperty("p50_ms").GetDouble(), figures.GetProperty("p95_ms").GetDouble());
        }
    }

    private sealed record Answer(string Version, double BuildSeconds, IReadOnlyList<(int Ef, Figures Text, Figures Picture)> Rows)
    {
        public static Answer Read(string json)
        {
            using var document = JsonDocument.Parse(json);
            var root = document.RootElement;
            return new Answer(
                root.GetProperty("version").GetString()!,
                root.GetProperty("build_seconds").GetDouble(),
                [.. root.GetProperty("rows").EnumerateArray().Select(row => (row.GetProperty("ef").GetInt32(), Figures.Of(row, "text"), Figures.Of(row, "picture")))]);
        }
    }
}
