using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;
using Photoseek.Embedding;
using Photoseek.Embedding.Images;
using Photoseek.Embedding.Models;
using Photoseek.Embedding.Ollama;
using Photoseek.Indexing.Captions;
using Photoseek.Indexing.Edits;
using Photoseek.Indexing.Generations;
using Photoseek.Indexing.Jobs;
using Photoseek.Indexing.Metadata;
using Photoseek.Indexing.Pending;
using Photoseek.Indexing.Sidecars;
using Photoseek.Indexing.Simulation;
using Photoseek.Indexing.Sources;
using Photoseek.Indexing.Storage;
using Photoseek.Indexing.Storage.S3;
using Photoseek.Indexing.Texts;
using Photoseek.Indexing.Thumbnails;
using Photoseek.Indexing.Worker;

namespace Photoseek.Indexing;

/// <summary>Everything between a file and its vector in Postgres. Wants an <c>NpgsqlDataSource</c>, logging and the Embedding module with Ollama.</summary>
public static class IndexingModule
{
    /// <summary>Adds intake, import, the library's files and state, and the worker (not started: see <see cref="AddIndexingWorker"/>).</summary>
    public static IServiceCollection AddIndexing(this IServiceCollection services, IConfigurationSection indexing, IConfigurationSection storage, IConfigurationSection library, IConfigurationSection sources)
    {
        services.AddOptions<IndexingOptions>().Bind(indexing).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<StorageOptions>().Bind(storage).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<LibraryOptions>().Bind(library).ValidateDataAnnotations().ValidateOnStart();

        services.AddOptions<SourceListOptions>().Configure(list => sources.Bind(list.Items)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<SourceListOptions>, SourceListValidation>();

        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<WorkBell>();
        services.AddSingleton(static s => OpenStore(Get<IOptions<StorageOptions>>(s).Value, Get<TimeProvider>(s)));
        services.AddSingleton(static s => new FileBuffers(Get<PictureDecoder>(s).Limits.Bytes));
        services.AddSingleton<OriginalReader>();
        services.AddSingleton<SourceRegistry>();
        services.AddSingleton<ImageRemoval>();
        services.AddSingleton<ImageHiding>();
        services.AddSingleton<ImagePurge>();
        services.AddSingleton<RemovalGuard>();
        services.AddSingleton<Refusals>();
        services.AddSingleton<FileTaker>();
        services.AddSingleton<S3Sources>();
        services.AddSingleton<ListingJournal>();
        services.AddSingleton<ObjectTaker>();
        services.AddSingleton<DueKeys>();
        services.AddSingleton<BucketSync>();
        services.AddSingleton<DueSync>();
        services.AddSingleton<BriefLocks>();
        services.AddSingleton<GenerationRegistry>();
        services.AddSingleton<GenerationIndex>();
        services.AddSingleton<GenerationSwitch>();
        services.AddSingleton<GenerationCompletion>();
        services.AddSingleton<GenerationOpening>();
        services.AddSingleton<RunFactory>();
        services.AddSingleton<GenerationCrew>();
        services.AddSingleton<PendingPictures>();
        services.AddSingleton<PendingCaptions>();
        services.AddSingleton<CaptionPicture>();
        services.AddSingleton<CaptionWork>();
        services.AddSingleton<TextGenerations>();
        services.AddSingleton<TextSwitch>();
        services.AddSingleton<TextIndex>();
        services.AddSingleton<PendingTexts>();
        services.AddSingleton<TextBatch>();
        services.AddSingleton<TextWork>();
        services.AddSingleton<MetadataReader>();
        services.AddSingleton<SidecarList>();
        services.AddSingleton<SidecarReader>();
        services.AddSingleton<SidecarSync>();
        services.AddSingleton<ThumbnailMaker>();
        services.AddSingleton<SimulatedLoad>();
        services.AddSingleton<SimulatedIndex>();

        // The public verbs hide what they are made of, so they are put together here.
        services.AddSingleton(static s => new PictureIntake(Get<NpgsqlDataSource>(s), Get<IObjectStore>(s), Get<PictureDecoder>(s), Get<FileBuffers>(s), Get<WorkBell>(s)));
        services.AddSingleton(static s => new FolderImport(Get<NpgsqlDataSource>(s), Get<SourceRegistry>(s), Get<FileTaker>(s), Get<ImageRemoval>(s), Get<ImageHiding>(s), Get<RemovalGuard>(s), Get<Refusals>(s), Get<SidecarList>(s), Get<SidecarSync>(s), Get<WorkBell>(s), Get<ILogger<FolderImport>>(s)));
        services.AddSingleton(static s => new SourceSync(Get<IOptions<SourceListOptions>>(s), Get<FolderImport>(s), Get<S3Sources>(s), Get<BucketSync>(s), Get<DueSync>(s), Get<ImagePurge>(s)));
        services.AddSingleton(static s => new SourceEvents(Get<IOptions<SourceListOptions>>(s), Get<SourceRegistry>(s), Get<DueKeys>(s)));
        services.AddSingleton(static s => new SourceObjects(Get<IOptions<SourceListOptions>>(s), Get<S3Sources>(s), Get<PictureDecoder>(s)));
        services.AddSingleton(static s => new PictureLibrary(Get<NpgsqlDataSource>(s), Get<OriginalReader>(s), Get<ThumbnailMaker>(s), Get<IOptions<LibraryOptions>>(s).Value));
        services.AddSingleton(static s => new UploadStore(Get<NpgsqlDataSource>(s), Get<IObjectStore>(s), Get<IOptions<StorageOptions>>(s).Value));
        services.AddSingleton(static s => new PictureEdits(Get<NpgsqlDataSource>(s)));
        services.AddSingleton(static s => new PictureDeletion(Get<NpgsqlDataSource>(s), Get<WorkBell>(s)));
        services.AddSingleton(static s => new IndexingMonitor(Get<NpgsqlDataSource>(s), Get<IObjectStore>(s), Get<TimeProvider>(s)));
        services.AddSingleton(static s => new RefusedFiles(Get<NpgsqlDataSource>(s), Get<TimeProvider>(s)));
        services.AddSingleton(static s => new IndexingControl(Get<NpgsqlDataSource>(s), Get<WorkBell>(s), Get<IndexingMonitor>(s)));
        services.AddSingleton(static s => new JobRuns(Get<NpgsqlDataSource>(s), Get<TimeProvider>(s), Get<ILogger<IndexingWorker>>(s)));
        services.AddSingleton(static s => new ModelInstalls(Get<NpgsqlDataSource>(s)));
        services.AddSingleton(static s => new LibraryJobs(Get<JobRuns>(s), Get<SourceSync>(s), Get<IndexingControl>(s)));
        services.AddSingleton(static s => new LibraryGenerations(
            Get<NpgsqlDataSource>(s), Get<GenerationOpening>(s), Get<GenerationRegistry>(s), Get<GenerationSwitch>(s), Get<ModelCatalog>(s), Get<ModelPool>(s), Get<ILogger<IndexingWorker>>(s)));
        services.AddSingleton(static s => new LibraryTexts(Get<NpgsqlDataSource>(s), Get<TextGenerations>(s), Get<TextSwitch>(s), Get<OllamaWatch>(s), Get<TimeProvider>(s)));
        services.AddSingleton(static s => new LibraryCaptions(Get<NpgsqlDataSource>(s)));
        services.AddSingleton(static s => new OllamaFailures(Get<NpgsqlDataSource>(s), Get<IObjectStore>(s)));
        services.AddSingleton(static s => new TextIndexing(
            Get<CaptionWork>(s), Get<TextWork>(s), Get<WorkBell>(s), Get<IOptions<OllamaOptions>>(s), Get<IOptions<IndexingOptions>>(s), Get<TimeProvider>(s), Get<ILogger<IndexingWorker>>(s)));
        services.AddSingleton(static s => new LibrarySimulation(Get<NpgsqlDataSource>(s), Get<SimulatedLoad>(s), Get<SimulatedIndex>(s), Get<GenerationRegistry>(s), Get<GenerationOpening>(s)));
        services.AddSingleton(static s => new IndexingWorker(Get<GenerationOpening>(s), Get<GenerationCrew>(s), Get<WorkBell>(s), Get<RightOfWay>(s), Get<TimeProvider>(s), Get<ILogger<IndexingWorker>>(s)));
        return services;
    }

    /// <summary>Runs the worker, the import of the configured folder or the demo pictures, and the watch over the configured buckets, as long as the host runs.</summary>
    public static IServiceCollection AddIndexingWorker(this IServiceCollection services) =>
        services.AddHostedService<WorkerPresence>().AddHostedService<IndexingService>().AddHostedService<SourceWatch>().AddHostedService<TextService>();

    private static IObjectStore OpenStore(StorageOptions options, TimeProvider time) => options.Provider == "S3"
        ? new S3Store(S3Place.Of(options), options.Folder, time)
        : new FileSystemStore(options.Folder, time);

    private static T Get<T>(IServiceProvider services)
        where T : notnull => services.GetRequiredService<T>();
}
