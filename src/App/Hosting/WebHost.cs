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
using Photoseek.Indexing;
using Photoseek.Search;

namespace Photoseek.App.Hosting;

/// <summary>The web app, a table of contents: modules, middleware, routes.</summary>
internal static class WebHost
{
    /// <summary>Builds the app over an open database. The model that serves is loaded and warm when this returns.</summary>
    public static async Task<WebApplication> BuildAsync(AppSettings settings, string connectionString, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions
        {
            ApplicationName = typeof(WebHost).Assembly.GetName().Name,
            ContentRootPath = AppContext.BaseDirectory,
            WebRootPath = Path.Combine(AppContext.BaseDirectory, "wwwroot"),
        });
        builder.Configuration.AddConfiguration(settings.Configuration);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.AddServerHeader = false).UseUrls(settings.Urls);
        Logging.ToConsole(builder.Logging, builder.Configuration);

        builder.Services.AddRouting();
        builder.Services.AddModules(builder.Configuration, connectionString);
        builder.Services.AddIndexingWorker();
        builder.Services.AddHttpApi(builder.Configuration);
        builder.Services.AddApiDocument();
        builder.Services.AddEmbeddingApi();
        builder.Services.AddJobsApi();
        builder.Services.AddStats();
        builder.Services.AddJobClock(connectionString);
        builder.AddPages(settings.Data);

        var app = builder.Build();
        await LoadModelAsync(app, cancellationToken);

        app.UsePageHeaders();
        app.UseHttpApi();
        app.UsePageErrors();

        app.MapApiDocument();
        app.MapEmbeddingApi();
        app.MapHealth();
        app.MapImagesApi();
        app.MapJobsApi();
        app.MapSearchApi();
        app.MapStats();
        app.MapWebhooks();
        app.MapPages();
        return app;
    }

    private static async Task LoadModelAsync(WebApplication app, CancellationToken cancellationToken)
    {
        try
        {
            using var model = await app.Services.GetRequiredService<LibraryGenerations>().OpenAsync(cancellationToken);
            await app.Services.GetRequiredService<PictureSearch>().WarmUpAsync(cancellationToken);
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }
}
