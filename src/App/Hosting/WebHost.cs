using Photoseek.App.Http;
using Photoseek.App.Http.Health;
using Photoseek.App.Http.Images;
using Photoseek.App.Http.Jobs;
using Photoseek.App.Http.Search;
using Photoseek.App.Pages;
using Photoseek.Embedding.Models;
using Photoseek.Indexing;

namespace Photoseek.App.Hosting;

/// <summary>The web app, a table of contents: modules, middleware, routes.</summary>
internal static class WebHost
{
    /// <summary>Builds the app over an open database. The model is loaded and warm when this returns.</summary>
    public static WebApplication Build(AppSettings settings, string connectionString)
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

        WantedModel.InstallInBackground(builder);
        builder.Services.AddRouting();
        builder.Services.AddModules(builder.Configuration, connectionString);
        builder.Services.AddIndexingWorker();
        builder.Services.AddHttpApi(builder.Configuration);
        builder.Services.AddJobsApi();
        builder.AddPages(settings.Data);

        var app = builder.Build();
        app.Services.GetRequiredService<ClipModel>();

        app.UsePageHeaders();
        app.UseHttpApi();
        app.UsePageErrors();

        app.MapHealth();
        app.MapImagesApi();
        app.MapJobsApi();
        app.MapSearchApi();
        app.MapPages();
        return app;
    }
}
