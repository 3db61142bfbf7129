using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Photoseek.App.Cli.Bench;
using Photoseek.App.Hosting;
using Photoseek.Indexing.Simulation;
using Photoseek.Search;

namespace Photoseek.Bench.Searching;

/// <summary>A simulated library with the app's modules in this process, for queries that no text stands behind.</summary>
internal sealed class OpenLibrary : IAsyncDisposable
{
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(5);
    private readonly LibrarySession _session;
    private readonly IReadOnlyDictionary<string, string?> _environment;
    private readonly BackgroundServices? _background;

    private OpenLibrary(LibrarySession session, IReadOnlyDictionary<string, string?> environment, BackgroundServices? background)
    {
        _session = session;
        _environment = environment;
        _background = background;
        Search = session.Services.GetRequiredService<PictureSearch>();
        Database = session.Services.GetRequiredService<NpgsqlDataSource>();
    }

    public PictureSearch Search { get; }

    public NpgsqlDataSource Database { get; }

    /// <summary>Opens it and, if it is to be searched by codes, waits for them.</summary>
    public static async Task<OpenLibrary> OpenAsync(BenchLibrary library, bool withCodes, CancellationToken cancellationToken, bool exact = false)
    {
        var before = library.Environment.ToDictionary(static pair => pair.Key, static pair => Environment.GetEnvironmentVariable(pair.Key), StringComparer.Ordinal);
        Set(library.Environment.Select(static pair => (pair.Key, (string?)pair.Value)));
        var changes = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        if (!withCodes)
        {
            changes["Search:CodesMegabytes"] = "0";
        }

        if (exact)
        {
            changes["Search:ExactRows"] = "10000000";
        }

        var session = await LibrarySession.OpenAsync(AppSettings.Load().With(changes), cancellationToken, static (services, _) => services.AddSearchServing());
        var open = new OpenLibrary(session, before, withCodes ? await BackgroundServices.StartAsync(session.Services, cancellationToken) : null);

        var query = new SimulatedVectors(1, 512).TextQuery(0);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(_patience);
        while ((await open.Search.SearchAsync(query, 10, patience.Token)).Path == SearchPath.Hnsw && withCodes)
        {
            await Task.Delay(100, patience.Token);
        }

        return open;
    }

    public async ValueTask DisposeAsync()
    {
        await (_background?.DisposeAsync() ?? ValueTask.CompletedTask);

        await _session.DisposeAsync();

        // The next table's processes are not to inherit it.
        Set(_environment.Select(static pair => (pair.Key, pair.Value)));
    }

    private static void Set(IEnumerable<(string Name, string? Value)> variables)
    {
        foreach (var (name, value) in variables)
        {
            Environment.SetEnvironmentVariable(name, value);
        }
    }
}
