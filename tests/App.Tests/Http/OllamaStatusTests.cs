using System.Net.Http.Json;
using System.Text.Json;
using Photoseek.Testing;
using Photoseek.Testing.Ollama;

namespace Photoseek.App.Tests.Http;

/// <summary>What waits for Ollama is shown with the reason, and is caught up with when it comes.</summary>
public sealed class OllamaStatusTests : IAsyncLifetime
{
    private readonly FakeOllama _ollama = new() { Version = "0.5.1" };
    private ServedApp? _app;

    public async Task InitializeAsync()
    {
        _app = new ServedApp
        {
            Settings = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["Ollama__Enabled"] = "true",
                ["Ollama__Address"] = _ollama.Address.AbsoluteUri,
                ["Ollama__CaptionModel"] = "llava",
            },
        };
        await _app.InitializeAsync();
    }

    public async Task DisposeAsync()
    {
        await _app!.DisposeAsync();
        await _ollama.DisposeAsync();
    }

    [PostgresFact]
    public async Task It_is_shown_and_caught_up_with()
    {
        _ollama.TurnOff();
        var uploaded = await _app!.UploadAsync(("a.jpg", TestJpeg.CreateUnique()));
        Assert.Single(uploaded);
        await _app.Database.ExecuteAsync("update images set title = 'A boat'");

        await UntilAsync(static s => s.GetProperty("texts").GetProperty("waiting").GetInt64() == 1 && !s.GetProperty("texts").GetProperty("ollama").GetProperty("reachable").GetBoolean());
        var reason = (await StatusAsync()).GetProperty("texts").GetProperty("reason").GetString();
        Assert.StartsWith("Ollama is not reachable at http://127.0.0.1:", reason, StringComparison.Ordinal);

        _ollama.TurnOn();
        await UntilAsync(static s => s.GetProperty("texts") is var texts && texts.GetProperty("indexed").GetInt64() == 1 && texts.GetProperty("waiting").GetInt64() == 0
            && s.GetProperty("captions").GetProperty("made").GetInt64() == 1);
        await UntilAsync(static s => s.GetProperty("texts").GetProperty("ollama").GetProperty("reachable").GetBoolean());
        var ollama = (await StatusAsync()).GetProperty("texts").GetProperty("ollama");
        Assert.Equal("0.5.1", ollama.GetProperty("version").GetString());
        Assert.Contains("CVE-2026-7482", ollama.GetProperty("warning").GetString(), StringComparison.Ordinal);
        await SteerAsync();
    }

    // On the admin page and over the API: what failed, and another text model.
    private async Task SteerAsync()
    {
        var page = await PageAsync();
        Assert.Contains("Version 0.5.1 at http://127.0.0.1:", page, StringComparison.Ordinal);
        Assert.Contains("CVE-2026-7482", page, StringComparison.Ordinal);
        Assert.Contains("1 picture described by llava", page, StringComparison.Ordinal);

        _ollama.Refused.Add("unreadable");
        await _app!.Database.ExecuteAsync("update images set title = 'A ship', description = 'unreadable', caption = null, caption_by = 'person'");
        await UntilAsync(static s => s.GetProperty("texts").GetProperty("failed").GetInt64() == 1);
        await Eventually.TrueAsync(async () => (await PageAsync()).Contains("Texts that the text model could not read", StringComparison.Ordinal), TimeSpan.FromMinutes(1), "the failure is not shown");
        Assert.Equal(1, (await _app.GetJsonAsync("/api/jobs")).GetProperty("text_failures").GetArrayLength());

        Assert.Equal(1, await CountAsync("ignore", new { of = "texts" }));
        await UntilAsync(static s => s.GetProperty("texts").GetProperty("failed").GetInt64() == 0);
        Assert.Equal(0, await CountAsync("retry", new { of = "texts" }));
        Assert.Equal(0, await CountAsync("retry", new { of = "captions" }));
        _ollama.Refused.Clear();
        var group = (await _app.GetJsonAsync("/api/jobs")).GetProperty("text_failures")[0];
        Assert.Equal("ignored", group.GetProperty("state").GetString());
        Assert.Equal(1, await CountAsync("retry", new { of = "texts", reason = group.GetProperty("reason").GetString() }));
        await UntilAsync(static s => s.GetProperty("texts") is var t && t.GetProperty("indexed").GetInt64() == 1 && t.GetProperty("waiting").GetInt64() == 0);

        using var refused = await _app.Http.PostAsJsonAsync(new Uri("/api/jobs/roll-back-texts", UriKind.Relative), new { });
        Assert.Equal(409, (int)refused.StatusCode);
        await _app.Database.ExecuteAsync("""
            insert into text_generations (model, digest, dimension, document_prefix, query_prefix, text_version, state, retired_at)
            values ('old', 'x', 3, '', '', 1, 'retired', null)
            """);
        var old = await _app.Database.ScalarAsync<int>("select id from text_generations where model = 'old'");
        Assert.Equal(1, await CountAsync("drop-texts", new { generation = old }));
    }

    private async Task<string> PageAsync() => await _app!.Http.GetStringAsync(new Uri("/admin", UriKind.Relative));

    private async Task<int> CountAsync(string job, object body) => (await _app!.PostJsonAsync($"/api/jobs/{job}", body)).GetProperty("count").GetInt32();

    private async Task<JsonElement> StatusAsync() => await _app!.GetJsonAsync("/api/status");

    private Task UntilAsync(Func<JsonElement, bool> wanted) =>
        Eventually.TrueAsync(async () => wanted(await StatusAsync()), TimeSpan.FromMinutes(2), async () => (await StatusAsync()).ToString());
}
