using System.Text.Json;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using Photoseek.Indexing.Jobs;

namespace Photoseek.App.Http.Jobs;

/// <summary>Watching and steering the background work.</summary>
internal static class JobsApi
{
    private const int FlushEvery = 200;

    public static IServiceCollection AddJobsApi(this IServiceCollection services)
    {
        services.AddSingleton<StatusStream>();
        services.AddSingleton<SearchLatencies>();
        services.AddHostedService(static s => s.GetRequiredService<SearchLatencies>());
        return services;
    }

    /// <summary>Maps <c>/api/status/stream</c> and <c>/api/manifest</c>.</summary>
    public static IEndpointRouteBuilder MapJobsApi(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/status/stream", static (StatusStream stream, HttpContext context) => stream.Open(context));
        routes.MapGet("/api/manifest", ManifestAsync).AddEndpointFilter(new ProblemFilter());
        return routes;
    }

    private static async Task ManifestAsync(HttpContext context, IndexingMonitor monitor, IOptions<JsonOptions> json, CancellationToken cancellationToken)
    {
        var response = context.Response;
        var count = 0;
        await foreach (var line in monitor.ManifestAsync(cancellationToken))
        {
            // Not before the first line: until then a database that is away is still told of.
            if (count++ == 0)
            {
                Begin(response);
            }

            await JsonSerializer.SerializeAsync(response.BodyWriter.AsStream(leaveOpen: true), line, json.Value.SerializerOptions, cancellationToken);
            await response.WriteAsync("\n", cancellationToken);
            if (count % FlushEvery == 0)
            {
                await response.BodyWriter.FlushAsync(cancellationToken);
            }
        }

        if (count == 0)
        {
            Begin(response);
        }
    }

    private static void Begin(HttpResponse response)
    {
        response.ContentType = "application/x-ndjson; charset=utf-8";
        response.Headers.ContentDisposition = "attachment; filename=\"photoseek-manifest.jsonl\"";
    }
}
