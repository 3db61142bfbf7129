using System.Text.Json;
using Photoseek.Testing;

namespace Photoseek.App.Tests.Http.JobsApi;

public sealed class JobsApiTests(ServedApp app) : IClassFixture<ServedApp>
{
    [PostgresFact]
    public async Task Failed_pictures_are_tried_again_put_aside_and_counted()
    {
        var cut = await File.ReadAllBytesAsync(Repository.Path("demo", "photos", "IMG_0002.jpg"));
        var id = (await app.UploadAsync(("cut.jpg", cut[..^2000])))[0].GetProperty("id").GetInt64();
        await UntilAsync(async () => await StateAsync(id) == "failed", "it does not fail");

        var before = await CountAsync("pending_images where state = 'ignored'");
        var ignored = await PostAsync("ignore", new { image = id });
        Assert.Equal(1, ignored.GetProperty("count").GetInt32());
        Assert.Equal(before + 1, await CountAsync("pending_images where state = 'ignored'"));
        await UntilAsync(async () => (await app.GetJsonAsync("/api/status")).GetProperty("ignored").GetInt64() == before + 1, "it is not counted as ignored");

        var retried = await PostAsync("retry", new { image = id });
        Assert.Equal(1, retried.GetProperty("count").GetInt32());
        await UntilAsync(async () => await CountAsync($"pending_images where image_id = {id} and state = 'failed'") == 1, "it is not tried again");
        await UntilAsync(
            async () => (await app.GetJsonAsync("/api/jobs")).GetProperty("failures").EnumerateArray().Any(f => f.GetProperty("state").GetString() == "failed"),
            "its reason is not listed");
    }

    [PostgresFact]
    public async Task All_are_embedded_again_and_the_run_is_kept()
    {
        await app.IndexAsync();
        var vectors = await CountAsync("image_vectors");
        var before = await app.Database.ScalarAsync<DateTime>("select max(created_at) from image_vectors");

        Assert.Equal(1, (await PostAsync("re-embed", null, 202)).GetProperty("count").GetInt32());

        await UntilAsync(async () => await CountAsync($"image_vectors where created_at > '{before:O}'") == vectors, "they are not embedded");
        await UntilAsync(async () => await RunAsync("re-embed") is { } run && run.GetProperty("state").GetString() == "succeeded" && run.GetProperty("done").GetInt64() > 0, "the run is not kept");
        await PostAsync("index-missing", null, 202);
        await UntilAsync(async () => await RunAsync("index-missing") is { } run && run.GetProperty("message").GetString() == "0 pictures put on the work list.", "nothing is said of what was missing");
        await UntilAsync(async () => await CountAsync("qrtz_triggers where trigger_group = 'owing'") == 0, "it is done again and again");
    }

    private async Task<JsonElement?> RunAsync(string kind) =>
        (await app.GetJsonAsync("/api/jobs")).GetProperty("runs").EnumerateArray().Where(r => r.GetProperty("kind").GetString() == kind).Cast<JsonElement?>().FirstOrDefault();

    [PostgresFact]
    public async Task Pausing_and_going_on_is_seen_by_those_who_watch()
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        await using var stream = await app.Http.GetStreamAsync(new Uri("/api/status/stream", UriKind.Relative), deadline.Token);
        using var lines = new StreamReader(stream);

        await PostAsync("pause", null, 204);
        Assert.True((await NextAsync(lines, static e => e.GetProperty("paused").GetBoolean(), deadline.Token)).GetProperty("images").GetInt64() >= 0);
        await PostAsync("resume", null, 204);
        await NextAsync(lines, static e => !e.GetProperty("paused").GetBoolean(), deadline.Token);
    }

    [PostgresFact]
    public async Task The_manifest_has_a_line_for_each_picture()
    {
        var id = await app.IndexAsync();
        var sha = (await app.GetJsonAsync($"/api/images/{id}")).GetProperty("sha256").GetString();

        using var response = await app.Http.GetAsync(new Uri("/api/manifest", UriKind.Relative));

        Assert.Equal("application/x-ndjson", response.Content.Headers.ContentType?.MediaType);
        var lines = (await response.Content.ReadAsStringAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => JsonElement.Parse(line)).ToList();
        Assert.Equal(await CountAsync("image_objects"), lines.Count);
        var line = lines.Single(l => l.GetProperty("sha256").GetString() == sha);
        Assert.Equal(("indexed", "demo-world"), (line.GetProperty("state").GetString(), line.GetProperty("model").GetString()));
        Assert.StartsWith("20", line.GetProperty("time").GetString(), StringComparison.Ordinal);
    }

    [PostgresFact]
    public async Task What_is_not_there_is_said()
    {
        Problem.Is("unknown-job", await PostAsync("dance", null, 404));
        Problem.Is("unknown-source", await PostAsync("sync", new { source = "nobody" }, 404));
        Problem.Is("unknown-run", await PostAsync("cancel", new { run = 1_000_000 }, 404));
        Problem.Is("malformed-json", await app.PostTextAsync("/api/jobs/retry", "{", "application/json", 400));
        Assert.Equal(0, (await PostAsync("sync", null, 202)).GetProperty("count").GetInt32());
    }

    [PostgresFact]
    public async Task Another_site_cannot_ask_for_work()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/api/jobs/pause", UriKind.Relative));
        request.Headers.Add("Origin", "https://elsewhere.example");

        using var response = await app.Http.SendAsync(request);

        Problem.Is("cross-site", await ServedApp.JsonAsync(response, 403));
        Assert.Equal(0, await CountAsync("library_switches"));
    }

    private static Task UntilAsync(Func<Task<bool>> probe, string otherwise) => Eventually.TrueAsync(probe, TimeSpan.FromMinutes(1), otherwise);

    private static async Task<JsonElement> NextAsync(StreamReader lines, Func<JsonElement, bool> wanted, CancellationToken cancellationToken)
    {
        const string data = "data: ";
        while (await lines.ReadLineAsync(cancellationToken) is { } line)
        {
            if (line.StartsWith(data, StringComparison.Ordinal) && JsonElement.Parse(line[data.Length..]) is var read && wanted(read))
            {
                return read;
            }
        }

        throw new InvalidOperationException("The stream ended.");
    }

    private async Task<string?> StateAsync(long id) => (await app.GetJsonAsync($"/api/images/{id}")).GetProperty("state").GetString();

    [PostgresFact]
    public async Task A_removal_that_was_stopped_is_shown_and_can_be_accepted()
    {
        await app.Database.ExecuteAsync(
            """
            insert into sources (name, kind, root) values ('held', 'folder', '/held');
            insert into source_removals (source_id, gone, known) select id, 30, 100 from sources where name = 'held'
            """);

        Problem.Is("no-removal", await PostAsync("accept-removal", new { source = "another" }, 409));
        Problem.Is("no-removal", await PostAsync("accept-removal", null, 409));
        Assert.Equal(25, (await PostAsync("accept-removal", new { source = "held", gone = 25 }, 202)).GetProperty("count").GetInt32());

        await UntilAsync(
            async () => (await app.GetJsonAsync("/api/jobs")).GetProperty("sources").EnumerateArray().Any(s =>
                s.GetProperty("name").GetString() == "held" && s.GetProperty("removal").GetProperty("is_accepted").GetBoolean()
                && s.GetProperty("removal").GetProperty("gone").GetInt64() == 30),
            "it is not shown");
        await app.Database.ExecuteAsync("delete from sources where name = 'held'");
    }

    [PostgresFact]
    public async Task What_sources_refuse_is_listed_by_reason_and_page_by_page()
    {
        await app.Database.ExecuteAsync(
            """
            insert into sources (name, kind, root) values ('Picky', 'folder', '/picky');
            insert into source_refusals (source_id, key, reason)
            select s.id, format('%s & more.jpg', i), case when i % 2 = 0 then format('It ends after %s bytes.', i) else 'It is no picture.' end
            from sources s, generate_series(1, 5) i where s.name = 'Picky'
            """);

        var all = await app.GetJsonAsync("/api/jobs/refused?source=picky");
        Assert.Equal(("Picky", 5, JsonValueKind.Null), (all.GetProperty("source").GetString(), all.GetProperty("files").GetArrayLength(), Next(all).ValueKind));
        var first = await app.GetJsonAsync("/api/jobs/refused?source=Picky&limit=2");
        Assert.Equal(["1 & more.jpg", "2 & more.jpg"], Keys(first));
        Assert.Equal(["3 & more.jpg", "4 & more.jpg"], Keys(await app.GetJsonAsync($"/api/jobs/refused?source=Picky&limit=2&after={Uri.EscapeDataString(Next(first).GetString()!)}")));

        await UntilAsync(
            async () => (await app.GetJsonAsync("/api/jobs")).GetProperty("refusals").EnumerateArray().Count(static g => g.GetProperty("source").GetString() == "Picky") == 2,
            "they are not grouped");
        var groups = (await app.GetJsonAsync("/api/jobs")).GetProperty("refusals").EnumerateArray().ToList();
        Assert.Equal([("It is no picture.", 3L), ("It ends after … bytes.", 2L)], groups.Select(static g => (g.GetProperty("reason").GetString()!, g.GetProperty("count").GetInt64())));
        var reason = Uri.EscapeDataString(groups[1].GetProperty("reason").GetString()!);
        Assert.Equal(["2 & more.jpg", "4 & more.jpg"], Keys(await app.GetJsonAsync($"/api/jobs/refused?source=Picky&reason={reason}")));

        Problem.Is("unknown-source", await app.GetJsonAsync("/api/jobs/refused", 404));
        Problem.Is("unknown-source", await app.GetJsonAsync("/api/jobs/refused?source=nobody", 404));
        Problem.Is("unknown-source", await app.GetJsonAsync("/api/jobs/refused?source=Picky&after=%00", 404));
        Problem.Is("invalid-request", await app.GetJsonAsync("/api/jobs/refused?source=Picky&limit=1001", 400));
        await app.Database.ExecuteAsync("delete from sources where name = 'Picky'");

        static JsonElement Next(JsonElement page) => page.GetProperty("next");
        static IEnumerable<string?> Keys(JsonElement page) => page.GetProperty("files").EnumerateArray().Select(static f => f.GetProperty("key").GetString());
    }

    private Task<long> CountAsync(string from) => app.Database.ScalarAsync<long>($"select count(*) from {from}");

    private async Task<JsonElement> PostAsync(string job, object? body, int status = 200)
    {
        using var content = body is null ? null : System.Net.Http.Json.JsonContent.Create(body);
        using var response = await app.Http.PostAsync(new Uri("/api/jobs/" + job, UriKind.Relative), content);
        if (status == 204)
        {
            Assert.Equal(204, (int)response.StatusCode);
            return default;
        }

        return await ServedApp.JsonAsync(response, status);
    }
}
