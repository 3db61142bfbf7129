using System.Net.Http.Json;
using System.Text.Json;
using Photoseek.Testing;

namespace Photoseek.App.Tests.Http.JobsApi;

public sealed class SchedulesApiTests : IAsyncLifetime, IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly ServedApp _app;

    public SchedulesApiTests() => _app = new ServedApp
    {
        Settings = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Sources__0__Name"] = "Summer & sun",
            ["Sources__0__Type"] = "Folder",
            ["Sources__0__Folder"] = _folder.Path("photos"),
            ["Sources__0__Schedule"] = "0 3 * * *",
        },
    };

    public Task InitializeAsync() => _app.InitializeAsync();

    public Task DisposeAsync() => _app.DisposeAsync();

    public void Dispose() => _folder.Dispose();

    [PostgresFact]
    public async Task A_schedule_is_set_at_once_refused_with_a_sentence_and_reset()
    {
        Directory.CreateDirectory(_folder.Path("photos"));
        await File.WriteAllBytesAsync(_folder.Path("photos/a.jpg"), TestJpeg.CreateUnique());

        var set = await SendAsync(HttpMethod.Put, new { schedule = "00:00:01" });
        Assert.Equal(("Summer & sun", "00:00:01", "0 3 * * *", true), (
            set.GetProperty("subject").GetString(), set.GetProperty("schedule").GetString(), set.GetProperty("configured").GetString(), set.GetProperty("is_by_hand").GetBoolean()));
        await Eventually.TrueAsync(
            async () => await _app.Database.ScalarAsync<long>("select count(*) from job_runs where state = 'succeeded'") >= 2, TimeSpan.FromMinutes(1), "It does not fire.");

        foreach (var wrong in (object[])[new { schedule = "soon" }, new { schedule = "00:00:00.5" }, new { schedule = "400.00:00:00" }, new { schedule = new string('x', 101) }, new { schedule = 5 }, new { }])
        {
            var refusal = await SendAsync(HttpMethod.Put, wrong, 400);
            Problem.Is("invalid-request", refusal);
            Assert.EndsWith(".", refusal.GetProperty("errors").GetProperty("schedule")[0].GetString(), StringComparison.Ordinal);
        }

        Problem.Is("unknown-source", await SendAsync(HttpMethod.Put, new { schedule = "00:00:01" }, 404, "nobody"));
        Assert.Equal("00:00:01", await InForceAsync());

        var never = await SendAsync(HttpMethod.Put, new { schedule = (string?)null });
        Assert.Equal((JsonValueKind.Null, JsonValueKind.Null, true), (never.GetProperty("schedule").ValueKind, never.GetProperty("next").ValueKind, never.GetProperty("is_by_hand").GetBoolean()));
        Assert.Null(await InForceAsync());

        var reset = await SendAsync(HttpMethod.Delete, null);
        Assert.Equal(("0 3 * * *", false), (reset.GetProperty("schedule").GetString(), reset.GetProperty("is_by_hand").GetBoolean()));
        Assert.Equal("0 3 * * *", await InForceAsync());
    }

    private async Task<string?> InForceAsync() => (await _app.GetJsonAsync("/api/jobs")).GetProperty("jobs")[0].GetProperty("schedule").GetString();

    private async Task<JsonElement> SendAsync(HttpMethod method, object? body, int status = 200, string source = "summer & sun")
    {
        using var request = new HttpRequestMessage(method, new Uri("/api/jobs/schedules/" + Uri.EscapeDataString(source), UriKind.Relative));
        request.Content = body is null ? null : JsonContent.Create(body);
        using var response = await _app.Http.SendAsync(request);
        return await ServedApp.JsonAsync(response, status);
    }
}
