using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Photoseek.App.Tests.Http;

namespace Photoseek.App.Tests.Telemetry;

/// <summary>The app in a process of its own, with something that takes what it sends by OTLP.</summary>
public sealed class WatchedApp : IAsyncLifetime
{
    private readonly ConcurrentQueue<(string Path, string? Type, string Body)> _received = new();
    private WebApplication? _collector;

    internal ServedApp Served { get; private set; } = null!;

    /// <summary>What came so far, each byte a letter.</summary>
    internal IReadOnlyList<(string Path, string? Type, string Body)> Received => [.. _received];

    public async Task InitializeAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        _collector = builder.Build();
        _collector.Run(TakeAsync);
        await _collector.StartAsync();
        Served = new ServedApp
        {
            Settings = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["OTEL_EXPORTER_OTLP_ENDPOINT"] = _collector.Urls.First(),
                ["OTEL_METRIC_EXPORT_INTERVAL"] = "1000",
                ["OTEL_BSP_SCHEDULE_DELAY"] = "500",
                ["NO_PROXY"] = "127.0.0.1",
            },
        };
        await Served.InitializeAsync();
    }

    public async Task DisposeAsync()
    {
        await Served.DisposeAsync();
        await _collector!.DisposeAsync();
    }

    internal async Task<Dictionary<string, double>> FiguresAsync() =>
        PrometheusReader.Read(await Served.Http.GetStringAsync(new Uri("/metrics", UriKind.Relative)));

    private async Task TakeAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        _received.Enqueue((context.Request.Path, context.Request.ContentType, Encoding.Latin1.GetString(body.ToArray())));
    }
}
