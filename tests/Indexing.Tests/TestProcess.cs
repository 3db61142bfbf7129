using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Npgsql;
using Photoseek.Embedding;
using Photoseek.Embedding.Images;
using Photoseek.Embedding.Models;
using Photoseek.Indexing.Generations;
using Photoseek.Indexing.Pending;
using Photoseek.Indexing.Worker;
using Photoseek.Testing;

namespace Photoseek.Indexing.Tests;

/// <summary>The module as one process has it.</summary>
internal sealed class TestProcess : IAsyncDisposable
{
    // Loaded once for all tests, and by none of them unloaded.
    private static readonly Lazy<(ModelPool Pool, ModelUse Use)> Shared = new(LoadDemo);
    private readonly ServiceProvider _services;

    public TestProcess(NpgsqlDataSource database, string store, (string Key, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(
        [
            new("Storage:Folder", store),
            new("Indexing:Poll", "00:00:00.2"),
            new("Embedding:ShippedModels", Repository.Path("models")),
            .. settings.Select(static s => KeyValuePair.Create<string, string?>(s.Key, s.Value)),
        ]).Build();
        var services = new ServiceCollection();
        services.AddSingleton(typeof(ILogger<>), typeof(NullLogger<>));
        services.AddSingleton(database);
        services.AddEmbedding(configuration.GetSection("Embedding"));
        if (configuration["Embedding:InstalledModels"] is null)
        {
            services.AddSingleton(Shared.Value.Pool);
        }

        services.AddOllama(configuration.GetSection("Ollama"));
        services.AddSingleton(new PictureDecoder(Limits));
        services.AddIndexing(configuration.GetSection("Indexing"), configuration.GetSection("Storage"), configuration.GetSection("Library"), configuration.GetSection("Sources"));
        services.AddIndexingWorker();
        _services = services.BuildServiceProvider();
    }

    public static ClipModel Model => Shared.Value.Use.Model;

    public static PictureLimits Limits { get; } = new();

    public PictureIntake Intake => Get<PictureIntake>();

    public SourceSync Sync => Get<SourceSync>();

    public FolderImport Import => Get<FolderImport>();

    public PictureLibrary Library => Get<PictureLibrary>();

    public IndexingWorker Worker => Get<IndexingWorker>();

    public PendingPictures Pending => Get<PendingPictures>();

    /// <summary>What the host starts and stops.</summary>
    public IHostedService Service => _services.GetServices<IHostedService>().OfType<IndexingService>().Single();

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public LibraryGenerations Generations => Get<LibraryGenerations>();

    /// <summary>Makes a model's generation the served one at once, complete or not; the demo model's if none is given.</summary>
    public async Task<Generation> ServeAsync(ModelIdentity? model = null)
    {
        var registry = Get<GenerationRegistry>();
        var serving = await registry.ServingAsync(CancellationToken.None);
        return await registry.ServeAsync(model ?? Model.Identity, serving?.Id, CancellationToken.None) ?? throw new InvalidOperationException("Another serves.");
    }

    public async Task<IntakeResult> UploadAsync(byte[] content, IncomingPicture? picture = null)
    {
        using var stream = new MemoryStream(content);
        return await Intake.AcceptAsync(stream, picture ?? new IncomingPicture("picture.jpg"), CancellationToken.None);
    }

    public Task<ImportSummary> ImportAsync(string path) => Import.RunAsync(path, null, CancellationToken.None);

    public async Task<PictureDetails> FindAsync(long? id) =>
        await Library.FindAsync(id ?? throw new InvalidOperationException("It has no id."), CancellationToken.None) ?? throw new InvalidOperationException("There is no such image.");

    public async ValueTask DisposeAsync() => await _services.DisposeAsync();

    private static (ModelPool, ModelUse) LoadDemo()
    {
        var options = Options.Create(new EmbeddingOptions { ShippedModels = Repository.Path("models") });
        var pool = new ModelPool(new ModelCatalog(options), options, TimeProvider.System, NullLogger<ModelPool>.Instance);
        return (pool, pool.UseAsync(EmbeddingOptions.ShippedModel, CancellationToken.None).GetAwaiter().GetResult());
    }
}
