using Photoseek.App.Access;
using Photoseek.App.Http;
using Photoseek.App.Http.Embedding;
using Photoseek.App.Http.Health;
using Photoseek.App.Http.Images;
using Photoseek.App.Http.Jobs;
using Photoseek.App.Http.OpenApi;
using Photoseek.App.Http.Search;
using Photoseek.App.Http.Stats;
using Photoseek.App.Http.Webhooks;
using Photoseek.App.Jobs;
using Photoseek.App.Pages;
using Photoseek.App.Telemetry;
using Photoseek.Embedding.Models;
using Photoseek.Indexing;
using Photoseek.Search;

namespace Photoseek.App.Hosting;

/// <summary>What the roles do and answer: the one place where they differ.</summary>
internal static class Roles
{
    private const string NotServed = "This instance indexes and answers no requests (Role=worker). Ask one with Role=web or Role=all.";

    /// <summary>Adds what goes on beside requests.</summary>
    public static IServiceCollection AddBackground(this IServiceCollection services, InstanceRole role, string connectionString)
    {
        services.AddJobSchedules(connectionString);
        if (role != InstanceRole.All)
        {
            services.Configure<IndexingOptions>(static indexing => indexing.Alone = false);
        }

        if (role != InstanceRole.Worker)
        {
            services.AddSearchServing();
        }

        if (role != InstanceRole.Web)
        {
            services.AddDuplicateFinder().AddIndexingWorker().AddJobClock();
        }

        return services.AddModelInstallation(asked: role != InstanceRole.Web);
    }

    /// <summary>Has the library's model served, and what is looked for first ready. A worker whose store is another's is refused.</summary>
    /// <exception cref="InvalidOperationException">The uploads of the library are not in this worker's store.</exception>
    public static async Task OpenLibraryAsync(this WebApplication app, InstanceRole role, CancellationToken cancellationToken)
    {
        await CheckStoreAsync(app, role, cancellationToken);
        using ModelUse? model = await app.Services.GetRequiredService<LibraryGenerations>().OpenAsync(cancellationToken);
        if (role != InstanceRole.Worker)
        {
            await app.Services.GetRequiredService<PictureSearch>().WarmUpAsync(cancellationToken);
        }
    }

    /// <summary>Maps what is answered.</summary>
    public static void MapRoutes(this WebApplication app, InstanceRole role)
    {
        app.MapHealth();
        app.MapMetrics();
        if (role == InstanceRole.Worker)
        {
            app.MapFallback("{*path}", static () => Problems.Of(ProblemKind.NotServedHere, NotServed)).ForAnyone();
            return;
        }

        app.MapApiDocument();
        app.MapEmbeddingApi();
        app.MapImagesApi();
        app.MapJobsApi();
        app.MapSearchApi();
        app.MapStats();
        app.MapWebhooks();
        app.MapPages();
    }

    private static async Task CheckStoreAsync(WebApplication app, InstanceRole role, CancellationToken cancellationToken)
    {
        var store = app.Services.GetRequiredService<UploadStore>();
        var log = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(Roles));
        switch (await store.LookAsync(cancellationToken))
        {
            case UploadsPlace.Elsewhere when role == InstanceRole.Worker:
                throw new InvalidOperationException(
                    $"The uploads of this library are not in {store.Folder}, so this worker could index none of them. Give all instances the same bucket (Storage__Provider=S3), or mount the folder of the one that received them and name it by Storage__Folder.");
            case UploadsPlace.Elsewhere:
                log.UploadsElsewhere(store.Folder);
                break;
            case UploadsPlace.NotKnown when role != InstanceRole.All:
                log.FolderMustBeShared(store.Folder);
                break;
            default:
                break;
        }
    }
}
