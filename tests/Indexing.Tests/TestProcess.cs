using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
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
    private static readonly Lazy<ClipModel> DemoModel = new(() => ClipModel.Load(Repository.Path("models", "demo-world"), new EmbeddingOptions()));
    private readonly ServiceProvider _services;

    public TestProcess(NpgsqlDataSource database, string store, (string Key, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(
        [
            new("Storage:Folder", store),
            new("Indexing:Poll", "00:00:00.2"),
            .. settings.Select(static s => KeyValuePair.Create<string, string?>(s.Key, s.Value)),
        ]).Build();
        var services = new ServiceCollection();
        services.AddSingleton(typeof(ILogger<>), typeof(NullLogger<>));
        services.AddSingleton(database);
        services.AddSingleton(Model);
        services.AddSingleton(new PictureDecoder(Limits));
        services.AddIndexing(configuration.GetSection("Indexing"), configuration.GetSection("Storage"), configuration.GetSection("Library"), configuration.GetSection("Sources"));
        services.AddIndexingWorker();
        _services = services.BuildServiceProvider();
    }

    public static ClipModel Model => DemoModel.Value;

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

    /// <summary>Makes the demo model's generation the served one.</summary>
    public Task<Generation> ServeAsync() => Get<GenerationRegistry>().ServeAsync(Model.Identity, CancellationToken.None);

    public async Task<IntakeResult> UploadAsync(byte[] content, IncomingPicture? picture = null)
    {
        using var stream = new MemoryStream(content);
        return await Intake.AcceptAsync(stream, picture ?? new IncomingPicture("picture.jpg"), CancellationToken.None);
    }

    public Task<ImportSummary> ImportAsync(string path) => Import.RunAsync(path, null, CancellationToken.None);

    public async Task<PictureDetails> FindAsync(long? id) =>
        await Library.FindAsync(id ?? throw new InvalidOperationException("It has no id."), CancellationToken.None) ?? throw new InvalidOperationException("There is no such image.");

    public async ValueTask DisposeAsync() => await _services.DisposeAsync();
}
