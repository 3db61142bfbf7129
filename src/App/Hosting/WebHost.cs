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

        builder.Services.AddRouting();
        builder.Services.AddModules(builder.Configuration, connectionString);
        builder.Services.AddIndexingWorker();
        builder.Services.AddRazorPages();

        var app = builder.Build();
        app.Services.GetRequiredService<ClipModel>();

        app.UseStaticFiles();
        app.MapRazorPages();
        return app;
    }
}
