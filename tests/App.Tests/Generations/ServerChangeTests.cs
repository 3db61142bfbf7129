using System.Diagnostics;
using System.Text.Json;
using Photoseek.App.Tests.Cli;
using Photoseek.Testing;

namespace Photoseek.App.Tests.Generations;

/// <summary>The same as a person does it: the server is started again with another model configured, and is even killed meanwhile.</summary>
public sealed class ServerChangeTests(EmptyTestPostgres database) : IClassFixture<EmptyTestPostgres>, IDisposable
{
    private const int Photos = 60;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly TempFolder _folder = new();
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false });

    public void Dispose()
    {
        _http.Dispose();
        _folder.Dispose();
    }

    [PostgresFact]
    public async Task A_server_that_is_killed_while_it_builds_goes_on_and_no_search_feels_the_change()
    {
        Directory.CreateDirectory(_folder.Path("photos"));
        foreach (var photo in Directory.GetFiles(Repository.Path("demo", "photos"), "*.jpg").Order(StringComparer.Ordinal).Take(Photos))
        {
            File.Copy(photo, _folder.Path("photos", Path.GetFileName(photo)));
        }

        TestBundles.AddCrop(_folder.Path("data", "models"), "crop");
        await ServeAsync("demo-world", address => EventuallyAsync(address, "demo-world", Photos));

        await ServeAsync("crop", async address =>
        {
            var load = Load(address);
            await Eventually.TrueAsync(async () => await NewVectorsAsync() >= 5, Patience, "Nothing is built.");
            Assert.Equal("demo-world", (await StatusAsync(address)).Model);
            await load.EndWellAsync();
        });
        Assert.InRange(await NewVectorsAsync(), 5, Photos - 1);

        await ServeAsync("crop", async address =>
        {
            var load = Load(address);
            await EventuallyAsync(address, "crop", Photos);
            await load.MoreAsync(50);
            await load.EndWellAsync();
        });
        Assert.Equal(Photos, await NewVectorsAsync());
        Assert.Equal(0, await database.ScalarAsync<long>("select count(*) from pending_images"));
    }

    // Until the work is done; then it is killed without a warning.
    private async Task ServeAsync(string model, Func<string, Task> work)
    {
        var environment = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Urls"] = "http://127.0.0.1:0",
            ["Embedding__Model"] = model,
            ["Library__Folder"] = _folder.Path("photos"),
            ["Indexing__BatchSize"] = "1",
            ["Indexing__ParallelBatches"] = "1",
            ["Indexing__Lease"] = "00:00:05",
            ["Indexing__Poll"] = "00:00:00.2",
        };
        using var server = new PhotoseekCli(_folder.Path("data"), database.ConnectionString).Start(["serve"], environment);
        try
        {
            await work(await AddressAsync(server));
        }
        finally
        {
            server.Kill();
            await server.WaitForExitAsync();
        }
    }

    private static async Task<string> AddressAsync(Process server)
    {
        const string announcement = "Photoseek is ready: ";
        using var deadline = new CancellationTokenSource(Patience);
        while (await server.StandardOutput.ReadLineAsync(deadline.Token) is { } line)
        {
            if (line.StartsWith(announcement, StringComparison.Ordinal))
            {
                // What it says from here on nobody reads, but it must not wait for a reader.
                server.BeginErrorReadLine();
                _ = server.StandardOutput.BaseStream.CopyToAsync(Stream.Null, CancellationToken.None);
                return line[announcement.Length..];
            }
        }

        throw new InvalidOperationException("The server ended: " + await server.StandardError.ReadToEndAsync(deadline.Token));
    }

    private SearchLoad Load(string address) => new(async text =>
    {
        var answer = await _http.GetStringAsync(new Uri($"{address}/api/search/images?q={Uri.EscapeDataString(text)}"));
        using var json = JsonDocument.Parse(answer);
        return json.RootElement.GetProperty("results").GetArrayLength();
    });

    private Task EventuallyAsync(string address, string model, long indexed) => Eventually.TrueAsync(
        async () => await StatusAsync(address) == (model, indexed), Patience, async () => $"{await StatusAsync(address)}");

    private async Task<(string? Model, long Indexed)> StatusAsync(string address)
    {
        using var json = JsonDocument.Parse(await _http.GetStringAsync(new Uri($"{address}/api/status")));
        return (json.RootElement.GetProperty("model").GetString(), json.RootElement.GetProperty("indexed").GetInt64());
    }

    private Task<long> NewVectorsAsync() =>
        database.ScalarAsync<long>("select count(*) from image_vectors v join model_generations g on g.id = v.generation_id where g.model = 'crop'");
}
