using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Photoseek.App.Hosting;
using Photoseek.Embedding.Models;
using Photoseek.Indexing;
using Photoseek.Search;
using Photoseek.Testing;

namespace Photoseek.App.Tests.Generations;

/// <summary>The modules as one process has them, over a database and a store that others may share.</summary>
internal sealed class LibraryProcess : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly CancellationTokenSource _stop = new();
    private Task _working = Task.CompletedTask;

    public LibraryProcess(TestPostgres postgres, string data, string? configuredModel = null, string modelFolder = "models")
    {
        Models = Path.Combine(data, modelFolder);
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Embedding:ShippedModels"] = Repository.Path("models"),
            ["Embedding:InstalledModels"] = Models,
            ["Embedding:Model"] = configuredModel ?? "demo-world",
            ["Storage:Folder"] = Path.Combine(data, "store"),
            ["Indexing:Poll"] = "00:00:00.1",

            // The pictures that these tests send look all the same; each is to be found.
            ["Search:Cutoff"] = "0",
            ["Search:CopyLikeness"] = "0",
        }).Build();
        _services = new ServiceCollection().AddLogging(l => l.SetMinimumLevel(LogLevel.None)).AddModules(configuration, postgres.ConnectionString).BuildServiceProvider();
    }

    /// <summary>Where bundles are put in place by hand.</summary>
    public string Models { get; }

    public LibraryGenerations Generations => Get<LibraryGenerations>();

    public IReadOnlyList<string> LoadedModels => [.. _services.GetRequiredService<ModelPool>().Loaded.Select(m => m.Name)];

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    /// <summary>As a server starts.</summary>
    public async Task OpenAsync()
    {
        using var model = await Generations.OpenAsync(CancellationToken.None);
        await _services.GetRequiredService<PictureSearch>().WarmUpAsync(CancellationToken.None);
    }

    public void Work() => _working = _services.GetRequiredService<IndexingWorker>().RunAsync(_stop.Token);

    public async Task StopWorkAsync()
    {
        await _stop.CancelAsync();
        await _working;
    }

    public Task DrainAsync() => _services.GetRequiredService<IndexingWorker>().DrainAsync(CancellationToken.None);

    public Task ImportAsync(string path) => _services.GetRequiredService<FolderImport>().RunAsync(path, null, CancellationToken.None);

    public async Task<long> UploadAsync(byte[] picture)
    {
        using var stream = new MemoryStream(picture);
        var result = await _services.GetRequiredService<PictureIntake>().AcceptAsync(stream, new IncomingPicture("picture.jpg"), CancellationToken.None);
        return result.Id!.Value;
    }

    public async Task<long[]> SearchAsync(string text, int count = 10) => [.. (await FindAsync(new SearchRequest { Text = text, TopK = count })).Hits.Select(h => h.Id)];

    public Task<SearchAnswer> FindAsync(SearchRequest request) => _services.GetRequiredService<PictureSearch>().SearchAsync(request, CancellationToken.None);

    public async Task<string?> ServingAsync() => (await Generations.ListAsync(CancellationToken.None)).SingleOrDefault(g => g.State == "serving")?.Model;

    public async Task<GenerationStatus> StatusAsync(string model) => (await Generations.ListAsync(CancellationToken.None)).Single(g => g.Model == model);

    public Task EventuallyServingAsync(string model) => Eventually.TrueAsync(
        async () => await ServingAsync() == model,
        TimeSpan.FromMinutes(2),
        async () => string.Join('\n', await Generations.ListAsync(CancellationToken.None)));

    public async ValueTask DisposeAsync()
    {
        await StopWorkAsync();
        await _services.DisposeAsync();
        _stop.Dispose();
    }
}
