using System.ComponentModel.DataAnnotations;

namespace Photoseek.App.Telemetry;

/// <summary>Where metrics and traces are sent. Section <c>Telemetry</c>.</summary>
public sealed class TelemetryOptions
{
    /// <summary>The address of an OpenTelemetry collector, as in <c>http://collector:4318</c>; empty: nothing is sent. <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> is the same.</summary>
    [RegularExpression("https?://.+", ErrorMessage = "Telemetry:Otlp is the address of an OpenTelemetry collector, as in http://collector:4318.")]
    public string Otlp { get; set; } = "";
}
