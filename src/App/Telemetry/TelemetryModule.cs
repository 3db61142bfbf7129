using Microsoft.AspNetCore.Http.HttpResults;
using Photoseek.App.Access;
using Photoseek.App.Http;

namespace Photoseek.App.Telemetry;

/// <summary>Figures for those who watch over the app: by <c>GET /metrics</c>, and by OTLP where that is configured.</summary>
internal static class TelemetryModule
{
    /// <summary>Before what is measured, so that nothing is missed.</summary>
    public static IServiceCollection AddTelemetry(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<TelemetryOptions>().Bind(configuration.GetSection("Telemetry")).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<TelemetryOptions>().PostConfigure(options => options.Otlp = options.Otlp.Length > 0 ? options.Otlp : configuration["OTEL_EXPORTER_OTLP_ENDPOINT"] ?? "");
        services.AddSingleton<LibraryGauges>();
        services.AddSingleton<MetricCollector>();
        services.AddHostedService(static s => s.GetRequiredService<MetricCollector>());
        services.AddHostedService<OtlpExport>();
        return services;
    }

    /// <summary>Maps <c>GET /metrics</c>.</summary>
    public static IEndpointRouteBuilder MapMetrics(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/metrics", MetricsAsync).AddEndpointFilter(new ProblemFilter()).RequireAuthorization(Policies.Jobs);
        return routes;
    }

    private static async Task<ContentHttpResult> MetricsAsync(MetricCollector collector, LibraryGauges library, CancellationToken cancellationToken)
    {
        await library.RefreshAsync(cancellationToken);
        return TypedResults.Text(collector.Write(), PrometheusText.ContentType);
    }
}
