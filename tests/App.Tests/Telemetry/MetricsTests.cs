using Photoseek.Testing;

namespace Photoseek.App.Tests.Telemetry;

public sealed class MetricsTests(WatchedApp app) : IClassFixture<WatchedApp>
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    [PostgresFact]
    public async Task Prometheus_can_read_it()
    {
        await app.Served.GetJsonAsync("/api/search/images?q=a+green+boat");
        using var answer = await app.Served.Http.GetAsync(new Uri("/metrics", UriKind.Relative));

        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", answer.Content.Headers.ContentType?.ToString());
        var figures = PrometheusReader.Read(await answer.Content.ReadAsStringAsync());
        Assert.Contains("photoseek_search_duration_seconds_bucket{le=\"+Inf\"}", figures.Keys);
        Assert.Contains("photoseek_library_vectors{state=\"failed\"}", figures.Keys);
        Assert.Contains(figures.Keys, static name => name.StartsWith("http_server_request_duration_seconds_count{", StringComparison.Ordinal));
        Assert.Contains("dotnet_process_memory_working_set_bytes", figures.Keys);
    }

    [PostgresFact]
    public async Task A_picture_and_searches_move_the_figures()
    {
        await app.Served.IndexAsync();
        var before = await app.FiguresAsync();
        await app.Served.IndexAsync();
        await app.Served.GetJsonAsync("/api/search/images?q=a+yellow+door");
        await app.Served.GetJsonAsync("/api/search/images?q=a+yellow+door");

        await Eventually.TrueAsync(
            async () =>
            {
                var after = await app.FiguresAsync();
                return Moved("photoseek_indexing_pictures_total{outcome=\"indexed\"}")
                    && Moved("photoseek_indexing_claims_total")
                    && Moved("photoseek_indexing_batch_seconds_count")
                    && Moved("photoseek_embedding_inputs_total{tower=\"image\"}")
                    && Moved("photoseek_embedding_duration_seconds_count{tower=\"text\"}")
                    && Moved("photoseek_library_vectors{state=\"indexed\"}")
                    && Moved("photoseek_search_searches_total{outcome=\"found\"}")
                    && Moved("photoseek_search_duration_seconds_count")
                    && after["photoseek_search_waiting"] == 0;

                bool Moved(string series) => after.GetValueOrDefault(series) > before.GetValueOrDefault(series);
            },
            Patience,
            async () => string.Join('\n', (await app.FiguresAsync()).Where(static figure => figure.Key.StartsWith("photoseek", StringComparison.Ordinal))));
    }

    [PostgresFact]
    public async Task What_is_typed_has_its_vector_made_once_before_it_is_searched_for()
    {
        const string texts = "photoseek_embedding_inputs_total{tower=\"text\"}";
        const string searches = "photoseek_search_searches_total{outcome=\"found\"}";
        await app.Served.IndexAsync();
        await app.Served.GetJsonAsync("/api/search/images?q=a+glass+door");
        await Eventually.TrueAsync(async () => (await app.FiguresAsync()).ContainsKey(searches), Patience, "The search is not counted.");
        var before = await app.FiguresAsync();

        await app.Served.GetJsonAsync("/api/suggestions?q=an+umbrella+made+of+glass");
        await Eventually.TrueAsync(async () => (await app.FiguresAsync())[texts] > before[texts], Patience, "No vector is made.");
        await app.Served.GetJsonAsync("/api/search/images?q=an+umbrella+made+of+glass");
        await Eventually.TrueAsync(async () => (await app.FiguresAsync())[searches] > before[searches], Patience, "The second search is not counted.");

        Assert.Equal(before[texts] + 1, (await app.FiguresAsync())[texts]);
    }

    [PostgresFact]
    public async Task An_OpenTelemetry_collector_gets_metrics_and_traces_and_no_words()
    {
        await app.Served.IndexAsync();
        await app.Served.GetJsonAsync("/api/search/images?q=unmistakable");

        await Eventually.TrueAsync(
            () => Task.FromResult(Has("/v1/metrics", "photoseek.search.searches") && Has("/v1/metrics", "photoseek.library.vectors") && Has("/v1/traces", "Photoseek.Search") && Has("/v1/traces", "index batch")),
            Patience,
            () => Task.FromResult(string.Join('\n', app.Received.Select(static message => $"{message.Path} {message.Type} {message.Body.Length}"))));
        Assert.All(app.Received, static message => Assert.Equal("application/x-protobuf", message.Type));
        Assert.All(app.Received, static message => Assert.DoesNotContain("unmistakable", message.Body, StringComparison.Ordinal));

        bool Has(string path, string name) => app.Received.Any(message => message.Path == path && message.Body.Contains(name, StringComparison.Ordinal));
    }
}
