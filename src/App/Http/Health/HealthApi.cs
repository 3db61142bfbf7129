using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using Photoseek.Embedding.Models;

namespace Photoseek.App.Http.Health;

/// <summary>Whether the process lives, and whether it should be sent requests.</summary>
internal static class HealthApi
{
    private static readonly TimeSpan DatabaseDeadline = TimeSpan.FromSeconds(2);

    /// <summary>Maps <c>/health/live</c>, which asks nobody, and <c>/health/ready</c>: model loaded, database there, not stopping.</summary>
    public static IEndpointRouteBuilder MapHealth(this IEndpointRouteBuilder routes)
    {
        var health = routes.MapGroup("/health");
        health.MapGet("/live", () => TypedResults.Ok(new { status = "live" }));
        health.MapGet("/ready", ReadyAsync);
        return routes;
    }

    private static async Task<JsonHttpResult<Readiness>> ReadyAsync(
        IServiceProvider services, NpgsqlDataSource database, IHostApplicationLifetime lifetime, CancellationToken cancellationToken)
    {
        var missing = new List<string>();
        if (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            missing.Add("stopping");
        }

        if (!IsModelLoaded(services))
        {
            missing.Add("model");
        }

        if (!await IsDatabaseThereAsync(database, cancellationToken))
        {
            missing.Add("database");
        }

        return missing.Count == 0
            ? TypedResults.Json(new Readiness("ready", missing))
            : TypedResults.Json(new Readiness("not ready", missing), statusCode: StatusCodes.Status503ServiceUnavailable);
    }

    // Loaded and warmed before the host listens, so this only looks.
    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "Whatever keeps the model from loading, it is not there.")]
    private static bool IsModelLoaded(IServiceProvider services)
    {
        try
        {
            return services.GetService<ClipModel>() is not null;
        }
        catch (Exception)
        {
            return false;
        }
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
    /// <param name="Missing">What is missing: <c>model</c>, <c>database</c>, <c>stopping</c>.</param>
    internal sealed record Readiness(string Status, IReadOnlyList<string> Missing);
}
