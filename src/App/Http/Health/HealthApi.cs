using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using Photoseek.App.Access;
using Photoseek.App.Hosting;
using Photoseek.Embedding.Models;
using Photoseek.Search;

namespace Photoseek.App.Http.Health;

/// <summary>Whether the process lives, and whether it should be sent requests.</summary>
internal static class HealthApi
{
    private static readonly TimeSpan DatabaseDeadline = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Maps <c>/health/live</c>, which asks nobody, <c>/health/ready</c>: database there, not stopping (without a model searches
    /// are answered by words); and <c>/health</c>, which says the same part by part.
    /// </summary>
    public static IEndpointRouteBuilder MapHealth(this IEndpointRouteBuilder routes)
    {
        var health = routes.MapGroup("/health").ForAnyone();
        health.MapGet("/live", () => TypedResults.Ok(new { status = "live" }));
        health.MapGet("/ready", ReadyAsync);
        health.MapGet("", PartsAsync);
        return routes;
    }

    private static async Task<JsonHttpResult<Readiness>> ReadyAsync(
        NpgsqlDataSource database, Leaving leaving, CancellationToken cancellationToken)
    {
        var missing = new List<string>();
        if (leaving.IsAnnounced)
        {
            missing.Add("stopping");
        }

        if (!await IsDatabaseThereAsync(database, cancellationToken))
        {
            missing.Add("database");
        }

        return missing.Count == 0
            ? TypedResults.Json(new Readiness("ready", missing))
            : TypedResults.Json(new Readiness("not ready", missing), statusCode: StatusCodes.Status503ServiceUnavailable);
    }

    private static async Task<JsonHttpResult<Parts>> PartsAsync(ModelPool models, PictureSearch search, NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        var model = models.Loaded.Count > 0 && search.Missing is null;
        var connected = await IsDatabaseThereAsync(database, cancellationToken);
        return TypedResults.Json(
            new Parts(model && connected ? "healthy" : "degraded", model, connected, "cpu"),
            statusCode: connected ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }

    private static async Task<bool> IsDatabaseThereAsync(NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        const string sql = "select 1";
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(DatabaseDeadline);
        try
        {
            await using var command = database.CreateCommand(sql);
            await command.ExecuteScalarAsync(deadline.Token);
            return true;
        }
        catch (Exception e) when (e is NpgsqlException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    /// <param name="Status"><c>ready</c> or <c>not ready</c>.</param>
    /// <param name="Missing">What is missing: <c>database</c>, <c>stopping</c>.</param>
    internal sealed record Readiness(string Status, IReadOnlyList<string> Missing);

    /// <param name="Status"><c>healthy</c>, or <c>degraded</c>: without a database searches are not answered, without the model by words alone.</param>
    /// <param name="ClipLoaded">Whether the model that looks at pictures is there.</param>
    /// <param name="DatabaseConnected">Whether Postgres answers.</param>
    /// <param name="Device">What the model runs on: always <c>cpu</c>.</param>
    internal sealed record Parts(string Status, bool ClipLoaded, bool DatabaseConnected, string Device);
}
