using Microsoft.Extensions.Options;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Photoseek.App.Telemetry;

/// <summary>Sends metrics and traces to an OpenTelemetry collector, where one is named. Headers, intervals and sampling are as OpenTelemetry's own variables say.</summary>
internal sealed class OtlpExport(IOptions<TelemetryOptions> options, IConfiguration configuration, LibraryGauges library, TimeProvider time) : BackgroundService
{
    private const int StopMilliseconds = 5000;
    private static readonly TimeSpan BetweenReadings = TimeSpan.FromSeconds(15);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.Value.Otlp is not { Length: > 0 } address)
        {
            return;
        }

        using var metrics = Sdk.CreateMeterProviderBuilder()
            .ConfigureResource(Describe)
            .AddMeter(Meters.Names)
            .AddOtlpExporter(exporter => Configure(exporter, address, "v1/metrics"))
            .Build();
        using var traces = Sdk.CreateTracerProviderBuilder()
            .ConfigureResource(Describe)
            .AddSource(Meters.Sources)
            .AddOtlpExporter(exporter => Configure(exporter, address, "v1/traces"))
            .Build();
        while (!stoppingToken.IsCancellationRequested)
        {
            await library.RefreshAsync(stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await Task.Delay(BetweenReadings, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        // What is left is sent; a collector that is away does not hold up the end.
        metrics.Shutdown(StopMilliseconds);
        traces.Shutdown(StopMilliseconds);
    }

    private void Describe(ResourceBuilder resource) =>
        resource.AddService(configuration["OTEL_SERVICE_NAME"] ?? "photoseek", serviceVersion: typeof(OtlpExport).Assembly.GetName().Version?.ToString());

    private void Configure(OtlpExporterOptions exporter, string address, string path)
    {
        var grpc = configuration["OTEL_EXPORTER_OTLP_PROTOCOL"] == "grpc";
        exporter.Protocol = grpc ? OtlpExportProtocol.Grpc : OtlpExportProtocol.HttpProtobuf;
        exporter.Endpoint = new Uri(grpc ? address : $"{address.TrimEnd('/')}/{path}");
    }
}
