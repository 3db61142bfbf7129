using System.Globalization;
using Photoseek.Bench.Searching;

namespace Photoseek.Bench.Faults;

/// <summary>What the server takes up at one moment.</summary>
/// <param name="At">Since the first one.</param>
/// <param name="Resident">Bytes in memory.</param>
/// <param name="Heap">Bytes of managed objects when it was collected last.</param>
/// <param name="Threads">Threads, managed or not.</param>
/// <param name="Handles">Open files, sockets and pipes.</param>
/// <param name="Sessions">Of the server in Postgres.</param>
/// <param name="Pictures">In the library.</param>
internal sealed record SoakSample(TimeSpan At, long Resident, double Heap, long Threads, int Handles, int Sessions, double Pictures)
{
    private const string HeapMetric = "dotnet_gc_last_collection_heap_size_bytes";
    private const string PicturesMetric = "photoseek_library_pictures";

    public static async Task<SoakSample> TakeAsync(AppProcess app, string data, TimeSpan at, CancellationToken cancellationToken)
    {
        var metrics = await app.TextAsync("/metrics", cancellationToken);
        var figures = app.Figures;
        return new SoakSample(at, figures.Resident, Sum(metrics, HeapMetric), figures.Threads, figures.Handles, ProcessFigures.Sessions(data), Sum(metrics, PicturesMetric));
    }

    // Of all its labels: the generations of the heap.
    private static double Sum(string metrics, string name) => metrics.Split('\n')
        .Where(line => line.StartsWith(name, StringComparison.Ordinal) && line[name.Length] is ' ' or '{')
        .Sum(static line => double.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture));
}
