using Microsoft.AspNetCore.Http.HttpResults;
using Photoseek.App.Access;
using Photoseek.Indexing.Jobs;

namespace Photoseek.App.Http.Stats;

/// <summary>How fast this process has answered, and over how much.</summary>
internal static class StatsApi
{
    public static IServiceCollection AddStats(this IServiceCollection services)
    {
        services.AddSingleton<SearchStats>();
        services.AddHostedService(static s => s.GetRequiredService<SearchStats>());
        return services;
    }

    /// <summary>Maps <c>GET /stats</c>.</summary>
    public static IEndpointRouteBuilder MapStats(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/stats", StatsAsync).AddEndpointFilter(new ProblemFilter()).RequireAuthorization(Policies.Search);
        return routes;
    }

    private static async Task<Ok<Stats>> StatsAsync(SearchStats stats, IndexingMonitor monitor, CancellationToken cancellationToken)
    {
        var serving = (await monitor.OverviewAsync(cancellationToken)).Serving;
        return TypedResults.Ok(new Stats(
            new Metrics(Math.Round(stats.Uptime.TotalSeconds, 1), stats.Embedding, stats.Retrieval, stats.Total),
            new Collection(serving?.Indexed ?? 0, serving is null ? "empty" : serving.Pending == 0 ? "complete" : "indexing", serving?.Indexed > 0)));
    }

    /// <param name="Metrics">Of this process.</param>
    /// <param name="Collection">Of the library.</param>
    internal sealed record Stats(Metrics Metrics, Collection Collection);

    /// <param name="UptimeSeconds">Since this process began to serve.</param>
    /// <param name="EmbeddingLatencyMs">From words or a picture to a vector.</param>
    /// <param name="SearchLatencyMs">From a vector to results.</param>
    /// <param name="TotalLatencyMs">From request to results.</param>
    internal sealed record Metrics(double UptimeSeconds, LatencyFigures EmbeddingLatencyMs, LatencyFigures SearchLatencyMs, LatencyFigures TotalLatencyMs);

    /// <param name="VectorsCount">Vectors of the generation that is searched.</param>
    /// <param name="Status"><c>empty</c>, <c>indexing</c> or <c>complete</c>.</param>
    /// <param name="Indexed">Whether there is something to find.</param>
    internal sealed record Collection(long VectorsCount, string Status, bool Indexed);
}
