using System.Net;
using Photoseek.App.Tests.Http;
using Photoseek.Testing;

namespace Photoseek.App.Tests.Cli;

public sealed class SimulateTests(ServedApp app) : IClassFixture<ServedApp>, IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [PostgresFact]
    public async Task Simulated_pictures_are_found_shown_without_bytes_and_taken_out_again()
    {
        var simulated = await Cli.RunAsync("simulate", "--count", "1500", "--json");
        var more = await Cli.RunAsync("simulate", "--count", "2000");
        var found = await Cli.RunAsync("search", "a dog on the beach", "--json");
        var picture = found.Json[0].GetProperty("id").GetInt64();
        using var thumbnail = await app.Http.GetAsync(new Uri($"/api/images/{picture}/thumbnail?size=small", UriKind.Relative));
        using var original = await app.Http.GetAsync(new Uri($"/api/images/{picture}/original", UriKind.Relative));
        using var page = await app.Http.GetAsync(new Uri($"/images/{picture}", UriKind.Relative));
        var removed = await Cli.RunAsync("sources", "remove", "simulated");
        var status = await Cli.RunAsync("status", "--json");

        Assert.Equal(1500, simulated.Json.Single().GetProperty("added").GetInt64());
        Assert.StartsWith("2,000 simulated pictures of demo-world, 500 of them new", more.Output, StringComparison.Ordinal);
        Assert.Contains("Writing: 2,000 of 2,000", more.Error, StringComparison.Ordinal);
        Assert.Equal(10, found.Json.Count);
        Assert.Equal("simulated", found.Json[0].GetProperty("source").GetString());
        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound, HttpStatusCode.OK), (thumbnail.StatusCode, original.StatusCode, page.StatusCode));
        Assert.DoesNotContain("Unhandled", app.Log, StringComparison.Ordinal);
        Assert.Equal(0, removed.ExitCode);
        Assert.Equal(0, status.Json.Single().GetProperty("images").GetInt64());
    }

    [Fact]
    public async Task A_senseless_count_is_refused()
    {
        var result = await Cli.RunAsync("simulate", "--count", "0");

        Assert.NotEqual(0, result.ExitCode);
        Assert.Contains("--count must be 1 to", result.Error, StringComparison.Ordinal);
    }

    private PhotoseekCli Cli => new(_folder.Path("data"), app.Database.ConnectionString);
}
