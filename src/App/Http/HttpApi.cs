using System.Text.Json;
using System.Text.Json.Serialization;
using Photoseek.App.Http.Guards;
using Photoseek.App.Http.Uploads;

namespace Photoseek.App.Http;

/// <summary>What all of the HTTP API shares: JSON in snake case, problem details, and guards against other sites.</summary>
internal static class HttpApi
{
    // The page on which people read about all this.
    private const string ReadingPage = "/api";

    private static readonly string[] Prefixes = ["/api", "/embed", "/embed-batch", "/embed-image", "/health", "/metrics", "/openapi.json", "/search", "/stats", "/webhooks"];

    /// <summary>Adds problem details, the JSON style and the host names that are answered to (<c>AllowedHosts</c>, separated by semicolons).</summary>
    public static IServiceCollection AddHttpApi(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddProblemDetails();
        services.AddSingleton<PictureRoom>();
        services.ConfigureHttpJsonOptions(options =>
        {
            options.SerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
            options.SerializerOptions.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower));
        });

        // A page of another site can name a host of its own that points here (DNS rebinding): only known names are answered to.
        var hosts = configuration["AllowedHosts"] is { Length: > 0 } given ? given : "localhost;127.0.0.1;[::1]";
        services.AddHostFiltering(options => options.AllowedHosts = hosts.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
        return services;
    }

    /// <summary>Refuses what other sites send, for pages and API alike, and gives the API's errors bodies. Before routes are mapped.</summary>
    public static WebApplication UseHttpApi(this WebApplication app)
    {
        app.UseHostFiltering();
        app.UseMiddleware<SameOriginOnly>();
        app.UseWhen(context => IsApi(context.Request.Path), branch =>
        {
            branch.UseExceptionHandler();
            branch.UseStatusCodePages();
        });
        return app;
    }

    /// <summary>Whether a program is answered at this path, and not a person.</summary>
    internal static bool IsApi(PathString path) =>
        !path.Equals(ReadingPage, StringComparison.OrdinalIgnoreCase)
        && Array.Exists(Prefixes, prefix => path.StartsWithSegments(prefix, StringComparison.OrdinalIgnoreCase));
}
