using System.Net;
using Photoseek.Testing;

namespace Photoseek.App.Tests.Cli;

public sealed class ServeTests(EmptyTestPostgres database) : IClassFixture<EmptyTestPostgres>, IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [PostgresFact]
    public async Task A_model_that_cannot_be_fetched_leaves_the_demo_model_serving_and_says_so()
    {
        var environment = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Urls"] = "http://127.0.0.1:0",
            ["Embedding__Model"] = "ViT-B-32__laion2b-s34b-b79k",
            ["Embedding__DownloadAddress"] = $"http://127.0.0.1:{FreePort.Next()}/",
        };
        using var server = new PhotoseekCli(_folder.Path("data"), database.ConnectionString).Start(["serve"], environment);
        try
        {
            var said = await ReadUntilAsync(server.StandardOutput, "could not be installed");
            var address = said.Single(line => line.StartsWith("Photoseek is ready: ", StringComparison.Ordinal)).Split(' ')[^1];
            using var http = new HttpClient { BaseAddress = new Uri(address) };

            Assert.Equal(HttpStatusCode.OK, (await http.GetAsync(new Uri("/health/ready", UriKind.Relative))).StatusCode);
            Assert.Contains("\"model\":\"demo-world\"", await EventuallyModelAsync(http), StringComparison.Ordinal);
            Assert.Contains("cannot be reached", said[^1], StringComparison.Ordinal);
        }
        finally
        {
            server.Kill();
            await server.WaitForExitAsync();
        }
    }

    [PostgresTheory]
    [InlineData("Urls", "http://0.0.0.0:0", "can be reached by other machines")]
    [InlineData("PHOTOSEEK_PORT", "eighty", "PHOTOSEEK_PORT is \"eighty\"")]
    [InlineData("Embedding__Model", "no-such-model", "is not on this machine")]
    [InlineData("Indexing__BatchSize", "0", "BatchSize")]
    [InlineData("Role", "librarian", "Role is \"librarian\"; it must be all, web or worker.")]
    public async Task A_setting_that_makes_no_sense_is_refused_in_one_sentence(string name, string value, string sentence)
    {
        using var server = new PhotoseekCli(_folder.Path("data"), database.ConnectionString)
            .Start(["serve"], new Dictionary<string, string>(StringComparer.Ordinal) { ["Urls"] = "http://127.0.0.1:0", [name] = value });
        using var deadline = new CancellationTokenSource(Patience);
        var error = await server.StandardError.ReadToEndAsync(deadline.Token);
        await server.WaitForExitAsync(deadline.Token);

        Assert.Equal(1, server.ExitCode);
        Assert.Contains(sentence, error, StringComparison.Ordinal);
        Assert.Single(error.Trim().Split('\n'));
    }

    private static async Task<string> EventuallyModelAsync(HttpClient http)
    {
        var status = "";
        await Eventually.TrueAsync(
            async () => !(status = await http.GetStringAsync(new Uri("/api/status", UriKind.Relative))).Contains("\"failed\":0,\"model\":null", StringComparison.Ordinal),
            Patience,
            () => Task.FromResult(status));
        return status;
    }

    private static async Task<List<string>> ReadUntilAsync(StreamReader output, string words)
    {
        using var deadline = new CancellationTokenSource(Patience);
        var lines = new List<string>();
        while (await output.ReadLineAsync(deadline.Token) is { } line)
        {
            lines.Add(line);
            if (line.Contains(words, StringComparison.Ordinal))
            {
                return lines;
            }
        }

        throw new InvalidOperationException("The server ended: " + string.Join('\n', lines));
    }
}
