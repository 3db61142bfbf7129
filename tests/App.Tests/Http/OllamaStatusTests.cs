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
    }

    private async Task<JsonElement> StatusAsync() => await _app!.GetJsonAsync("/api/status");

    private Task UntilAsync(Func<JsonElement, bool> wanted) =>
        Eventually.TrueAsync(async () => wanted(await StatusAsync()), TimeSpan.FromMinutes(2), async () => (await StatusAsync()).ToString());
}
