using Photoseek.App.Tests.Cli;
using Photoseek.App.Tests.Http;
using Photoseek.Testing;
using Photoseek.Testing.Ollama;

namespace Photoseek.App.Tests.Versions;

public sealed class VersionTests(ServedApp app) : IClassFixture<ServedApp>
{
    private static readonly string[] _parts = ["Photoseek", ".NET", "ONNX Runtime", "libvips", "PostgreSQL", "pgvector", "Ollama", "Model"];

    [PostgresFact]
    public async Task They_are_logged_once_at_start_and_stand_on_the_admin_page()
    {
        var postgres = await app.Database.ScalarAsync<string>("select split_part(current_setting('server_version'), ' ', 1)");
        var pgvector = await app.Database.ScalarAsync<string>("select extversion from pg_extension where extname = 'vector'");
        await Eventually.TrueAsync(() => Lines("Model").Length > 0, TimeSpan.FromMinutes(1), "The versions are not logged.");

        var page = await app.Http.GetStringAsync(new Uri("/admin", UriKind.Relative));

        Assert.All(_parts, part => Assert.Single(Lines(part)));
        Assert.Contains(postgres!, Lines("PostgreSQL")[0], StringComparison.Ordinal);
        Assert.Contains("switched off", Lines("Ollama")[0], StringComparison.Ordinal);
        Assert.All(_parts, part => Assert.Contains($"<th scope=\"row\">{part}</th>", page, StringComparison.Ordinal));
        Assert.Contains($"<td>{pgvector}</td>", page, StringComparison.Ordinal);

        // One warning, in one place, where the server that the tests have deserves it.
        var deserved = Version.Parse(pgvector!) < new Version(0, 8, 4);
        Assert.Equal(deserved ? 1 : 0, app.Log.Split('\n').Count(static line => line.Contains("warn:", StringComparison.Ordinal) && line.Contains("CVE-2026-3172", StringComparison.Ordinal)));
        Assert.Equal(deserved, page.Contains("CVE-2026-3172", StringComparison.Ordinal));
    }

    [PostgresFact]
    public async Task The_command_line_has_them_and_warns_of_an_ollama_with_a_hole()
    {
        await using var ollama = new FakeOllama { Version = "0.17.0" };
        using var folder = new TempFolder();
        var cli = new PhotoseekCli(folder.Path("data"), app.Database.ConnectionString);
        var environment = new Dictionary<string, string>(StringComparer.Ordinal) { ["Ollama__Enabled"] = "true", ["Ollama__Address"] = $"{ollama.Address}" };

        var json = await cli.RunAsync(environment, "versions", "--json");
        ollama.TurnOff();
        var text = await cli.RunAsync(environment, "versions");

        Assert.True(json.ExitCode == 0, json.Error);
        Assert.Equal(_parts, json.Json.Select(static part => part.GetProperty("part").GetString()!));
        Assert.Equal("8.18.7", json.Json.Single(static part => part.GetProperty("part").GetString() == "libvips").GetProperty("version").GetString());
        var asked = json.Json.Single(static part => part.GetProperty("part").GetString() == "Ollama");
        Assert.Equal("0.17.0", asked.GetProperty("version").GetString());
        Assert.Contains("CVE-2026-7482", asked.GetProperty("warnings")[0].GetString(), StringComparison.Ordinal);
        Assert.Contains("demo-world", text.Output, StringComparison.Ordinal);
        Assert.Contains("not reached at", text.Output, StringComparison.Ordinal);
    }

    private string[] Lines(string part) =>
        [.. app.Log.Split('\n').Where(line => line.Contains($"VersionLog", StringComparison.Ordinal) && line.Contains("info:", StringComparison.Ordinal) && line.Contains($"] {part} ", StringComparison.Ordinal))];
}
