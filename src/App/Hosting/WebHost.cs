using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;
using Photoseek.App.Access;
using Photoseek.App.Http;
using Photoseek.App.Http.Embedding;
using Photoseek.App.Http.Jobs;
using Photoseek.App.Http.OpenApi;
using Photoseek.App.Http.Stats;
using Photoseek.App.Pages;
using Photoseek.App.Telemetry;
using Photoseek.App.Versions;
using Photoseek.Embedding.Models;

namespace Photoseek.App.Hosting;

/// <summary>The web app, a table of contents: modules and middleware; <see cref="Roles"/> has what runs beside them and the routes.</summary>
internal static class WebHost
{
    private const int MaxBodyBytes = 1024 * 1024;

    // Of each connection, and hundreds may send at once. Kestrel's own is a megabyte.
    private const int ReadAheadBytes = 128 * 1024;

    /// <summary>Builds the app over an open database. The model that serves is loaded and warm when this returns.</summary>
    /// <param name="settings">Of the app.</param>
    /// <param name="connectionString">Of the database.</param>
    /// <param name="models">Where models are loaded already; null for a pool of its own.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task<WebApplication> BuildAsync(AppSettings settings, string connectionString, ModelPool? models, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions
        {
            ApplicationName = typeof(WebHost).Assembly.GetName().Name,
            ContentRootPath = AppContext.BaseDirectory,
            WebRootPath = Path.Combine(AppContext.BaseDirectory, "wwwroot"),
        });
        builder.Configuration.AddConfiguration(settings.Configuration);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(Limit).UseSockets(static sockets => sockets.MaxReadBufferSize = ReadAheadBytes).UseUrls(settings.Urls);
        Logging.ToConsole(builder.Logging, builder.Configuration);

        builder.Services.AddShutdown(builder.Configuration.GetSection("Shutdown"));
        builder.Services.AddRouting();
        builder.Services.AddTelemetry(builder.Configuration);
        builder.Services.AddModules(builder.Configuration, connectionString);
        if (models is not null)
        {
            builder.Services.AddSingleton(models);
        }

        builder.Services.AddHttpApi(builder.Configuration);
        builder.Services.AddApiDocument();
        builder.Services.AddEmbeddingApi();
        builder.Services.AddJobsApi();
        builder.Services.AddStats();
        builder.Services.AddVersions();
        builder.Services.AddBackground(settings.Role, connectionString);
        builder.Services.AddAccessControl();
        builder.Services.AddKnownProxies(builder.Configuration.GetSection("Proxy"));
        builder.AddPages(settings.Data);

        var app = builder.Build();
        await PrepareAsync(app, settings, cancellationToken);

        app.UseKnownProxies();
        app.UsePageHeaders();
        app.UseHttpApi();
        app.UsePageErrors();
        app.UseAccessControl();

        app.MapRoutes(settings.Role);
        return app;
    }

    private static async Task PrepareAsync(WebApplication app, AppSettings settings, CancellationToken cancellationToken)
    {
        try
        {
            await app.OpenAccessAsync(cancellationToken);
            Binding.Check(settings, app.Services.GetRequiredService<AccessBook>().IsClosed);
            await app.OpenLibraryAsync(settings.Role, cancellationToken);
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    // What needs more than a megabyte says so itself.
    private static void Limit(KestrelServerOptions kestrel)
    {
        var limits = kestrel.ApplicationServices.GetRequiredService<IOptions<LimitOptions>>().Value;
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = MaxBodyBytes;
        kestrel.Limits.MaxRequestBufferSize = ReadAheadBytes;
        kestrel.Limits.MaxConcurrentConnections = limits.Connections;
    }
}
