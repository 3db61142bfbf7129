using System.Text.Json;
using Photoseek.App.Tests.Http;
using Photoseek.Testing;

namespace Photoseek.App.Tests.Generations;

/// <summary>Models are installed while the app serves: because somebody asks, or because the configuration does.</summary>
public sealed class ModelInstallationTests : IAsyncLifetime
{
    private readonly HubModel _model = new();
    private readonly TempFolder _data = new();
    private readonly EmptyTestPostgres _database = new();

    public Task InitializeAsync() => _database.InitializeAsync();

    public async Task DisposeAsync()
    {
        await _model.DisposeAsync();
        await _database.DisposeAsync();
        _data.Dispose();
    }

    [PostgresFact]
    public async Task A_model_that_is_asked_for_is_installed_built_and_serves_without_a_restart()
    {
        await ServeAsync(_model.Settings, async app =>
        {
            var id = await app.IndexAsync();
            Problem.Is("unknown-model", await app.PostJsonAsync("/api/jobs/install-model", new { model = "nobody's" }, 404));

            await app.PostJsonAsync("/api/jobs/install-model", new { model = HubModel.Name, start = true }, 202);

            var run = await EventuallyEndedAsync(app);
            Assert.Equal(("succeeded", HubModel.Name), (run.GetProperty("state").GetString(), run.GetProperty("subject").GetString()));
            Assert.Equal(run.GetProperty("total").GetInt32(), run.GetProperty("done").GetInt32());
            await EventuallyServingAsync(app, HubModel.Name);
            var found = (await app.GetJsonAsync("/api/search/images?q=boats")).GetProperty("results").EnumerateArray();
            Assert.Equal(id, Assert.Single(found).GetProperty("id").GetInt64());
            Assert.Equal(0, await CountAsync("model_installs"));
        });
    }

    [PostgresFact]
    public async Task A_model_that_the_configuration_asks_for_is_installed_built_and_serves_without_a_restart()
    {
        var settings = _model.Settings;
        settings["Embedding__Model"] = HubModel.Name;
        settings["Models__AutoInstall"] = "true";
        _model.Hub.Cuts.Enqueue(1_000_000);
        await ServeAsync(settings, async app =>
        {
            await app.IndexAsync();
            await EventuallyServingAsync(app, HubModel.Name);
            Assert.Equal("succeeded", (await EventuallyEndedAsync(app)).GetProperty("state").GetString());
            Assert.Equal(1, await CountAsync("configured_model"));
        });
    }

    [PostgresFact]
    public async Task Without_a_network_it_is_one_line_in_the_log_and_a_sentence_in_the_record()
    {
        var settings = _model.Settings;
        settings["Embedding__Model"] = HubModel.Name;
        settings["Embedding__DownloadAddress"] = $"http://127.0.0.1:{FreePort.Next()}/";
        await ServeAsync(settings, async app =>
        {
            await app.IndexAsync();
            var run = await EventuallyEndedAsync(app);

            Assert.Equal("failed", run.GetProperty("state").GetString());
            Assert.Contains("cannot be reached", run.GetProperty("message").GetString(), StringComparison.Ordinal);
            await Eventually.TrueAsync(() => app.Log.Contains("could not be installed", StringComparison.Ordinal), TimeSpan.FromMinutes(1), "It is not said.");
            Assert.Single(app.Log.Split('\n'), static line => line.Contains(HubModel.Name, StringComparison.Ordinal));
            Assert.Equal("demo-world", (await app.GetJsonAsync("/api/status")).GetProperty("model").GetString());
        });
    }

    [PostgresFact]
    public async Task What_a_killed_process_has_begun_the_next_one_goes_on_with_and_a_person_can_cancel()
    {
        _model.Hub.StallInsteadOfCutting = true;
        _model.Hub.Cuts.Enqueue(int.MaxValue);
        _model.Hub.Cuts.Enqueue(100);
        _model.Hub.Cuts.Enqueue(100);
        await ServeAsync(_model.Settings, async app =>
        {
            await app.PostJsonAsync("/api/jobs/install-model", new { model = HubModel.Name }, 202);
            await Eventually.TrueAsync(() => !_model.Hub.Requests.IsEmpty, TimeSpan.FromMinutes(1), "Nothing is downloaded.");
        });

        // As if a minute had passed: until then it might only be slow to say that it lives.
        await _database.ExecuteAsync("update job_runs set seen_at = seen_at - interval '2 minutes'");
        await ServeAsync(_model.Settings, async app =>
        {
            await Eventually.TrueAsync(async () => await CountAsync("job_runs where state = 'running'") == 1, TimeSpan.FromMinutes(1), "It does not go on.");
            var running = await _database.ScalarAsync<long>("select id from job_runs where state = 'running'");
            await app.PostJsonAsync("/api/jobs/install-model", new { model = HubModel.Name, start = true }, 202);
            using var cancelled = await app.Http.PostAsync(new Uri("/api/jobs/cancel", UriKind.Relative), System.Net.Http.Json.JsonContent.Create(new { run = running }));
            Assert.Equal(202, (int)cancelled.StatusCode);

            Assert.Equal("cancelled", (await EventuallyEndedAsync(app)).GetProperty("state").GetString());
            Assert.Equal(0, await CountAsync("model_installs"));
            Assert.Equal(2, await CountAsync("job_runs"));
        });
    }

    private async Task ServeAsync(Dictionary<string, string> settings, Func<ServedApp, Task> visit)
    {
        settings["PHOTOSEEK_DATA"] = _data.FullPath;
        settings["ConnectionStrings__Postgres"] = _database.ConnectionString;
        var app = new ServedApp { Settings = settings };
        try
        {
            await app.InitializeAsync();
            await visit(app);
        }
        finally
        {
            await app.DisposeAsync();
        }
    }

    private static async Task<JsonElement> EventuallyEndedAsync(ServedApp app)
    {
        JsonElement run = default;
        await Eventually.TrueAsync(
            async () =>
            {
                run = (await app.GetJsonAsync("/api/jobs")).GetProperty("runs").EnumerateArray().FirstOrDefault(static r => r.GetProperty("kind").GetString() == "install-model");
                return run.ValueKind == JsonValueKind.Object && run.GetProperty("state").GetString() != "running";
            },
            TimeSpan.FromMinutes(1),
            () => Task.FromResult($"{run}\n{app.Log}"));
        return run;
    }

    private static Task EventuallyServingAsync(ServedApp app, string model) => Eventually.TrueAsync(
        async () => (await app.GetJsonAsync("/api/status")).GetProperty("model").GetString() == model, TimeSpan.FromMinutes(1), () => Task.FromResult(app.Log));

    private Task<long> CountAsync(string from) => _database.ScalarAsync<long>($"select count(*) from {from}");
}
