using System.Net;
using System.Net.Http.Json;
using Photoseek.App.Tests.Cli;
using Photoseek.App.Tests.Http;
using Photoseek.Testing;
using Photoseek.Testing.S3;

namespace Photoseek.App.Tests.Roles;

/// <summary>Several instances, each a process with a data folder of its own, share a Postgres and a bucket.</summary>
public sealed class SharedLibraryTests(EmptyTestPostgres database) : IClassFixture<EmptyTestPostgres>, IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly TempFolder _folder = new();
    private readonly List<Instance> _instances = [];
    private Dictionary<string, string> _settings = [];

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var instance in _instances)
        {
            await instance.DisposeAsync();
        }

        _folder.Dispose();
    }

    [S3Fact]
    public async Task What_one_receives_another_indexes_and_all_find_it_whichever_is_killed()
    {
        await using var bucket = await (await S3Server.GetAsync(S3Kind.S3rver)).NewBucketAsync();
        Directory.CreateDirectory(_folder.Path("photos"));
        var photos = Directory.GetFiles(Repository.Path("demo", "photos"), "*.jpg").Order(StringComparer.Ordinal).Select(File.ReadAllBytes).Take(12).ToArray();
        await File.WriteAllBytesAsync(_folder.Path("photos", "folder.jpg"), photos[0]);
        _settings = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Storage__Provider"] = "S3",
            ["Storage__Endpoint"] = bucket.Server.Endpoint,
            ["Storage__Bucket"] = bucket.Name,
            ["Storage__AccessKey"] = bucket.Server.AccessKey,
            ["Storage__SecretKey"] = bucket.Server.SecretKey,
            ["Sources__0__Name"] = "photos",
            ["Sources__0__Type"] = "Folder",
            ["Sources__0__Folder"] = _folder.Path("photos"),
            ["Indexing__Lease"] = "00:00:05",
            ["Search__Cutoff"] = "0",
        };

        // So many that searches go by codes in memory.
        var simulated = await new PhotoseekCli(_folder.Path("verb"), database.ConnectionString).RunAsync("simulate", "--count", "1200");
        Assert.True(simulated.ExitCode == 0, simulated.Error);

        // Alone, those that serve record what they are sent and asked for, and say that nobody indexes.
        var web = await StartAsync("web", "web-1");
        var other = await StartAsync("web", "web-2");
        var first = await web.UploadAsync(photos[1]);
        using (var asked = await web.Http.PostAsJsonAsync(Instance.Of("/api/jobs/sync"), new { source = "photos" }))
        {
            Assert.Equal(HttpStatusCode.Accepted, asked.StatusCode);
        }

        await EventuallyAsync(web, () => Task.FromResult(web.Log.Contains("the codes of 1200 pictures", StringComparison.Ordinal)));
        Assert.Equal((0, "pending"), (await web.WorkersAsync(), await web.StateAsync(first)));
        Assert.Contains("1 picture waits: no instance indexes", await web.Http.GetStringAsync(Instance.Of("/")), StringComparison.Ordinal);
        Assert.Contains("No instance indexes at present", await other.Http.GetStringAsync(Instance.Of("/admin")), StringComparison.Ordinal);

        // With a worker all of that is done, and found by both.
        var worker = await StartAsync("worker", "worker-1");
        await EventuallyAsync(worker, async () => await web.StateAsync(first) == "indexed");
        await EventuallyAsync(worker, async () => (await web.GetAsync("/api/status")).GetProperty("images").GetInt64() == 1202);
        Assert.Equal((1, 1), (await web.WorkersAsync(), await other.WorkersAsync()));
        Assert.Equal((first, first), (await web.NearestAsync(photos[1]), await other.NearestAsync(photos[1])));
        using (var thumbnail = await other.Http.GetAsync(Instance.Of($"/api/images/{first}/thumbnail")))
        {
            Assert.Equal(HttpStatusCode.OK, thumbnail.StatusCode);
        }

        await A_worker_answers_how_it_is_and_nothing_else(worker);

        // Another goes on where a killed one stopped.
        var more = new List<long>();
        foreach (var photo in photos[2..^1])
        {
            more.Add(await other.UploadAsync(photo));
        }

        await worker.DisposeAsync();
        _instances.Remove(worker);
        await EventuallyAsync(web, async () => await web.WorkersAsync() == 0);
        more.Add(await web.UploadAsync(photos[^1]));
        worker = await StartAsync("worker", "worker-2");
        foreach (var image in more)
        {
            await EventuallyAsync(worker, async () => await web.StateAsync(image) == "indexed");
        }

        Assert.Equal((more[^1], more[^1]), (await web.NearestAsync(photos[^1]), await other.NearestAsync(photos[^1])));
        Assert.Equal(0, (await other.GetAsync("/api/status")).GetProperty("failed").GetInt64());
        Assert.Equal(1, await database.ScalarAsync<long>("select count(*) from model_generations"));
    }

    private static async Task A_worker_answers_how_it_is_and_nothing_else(Instance worker)
    {
        foreach (var path in (string[])["/health", "/health/live", "/health/ready", "/metrics"])
        {
            using var answer = await worker.Http.GetAsync(Instance.Of(path));
            Assert.Equal((path, HttpStatusCode.OK), (path, answer.StatusCode));
        }

        foreach (var path in (string[])["/", "/admin", "/api/status", "/search", "/css/site.css"])
        {
            using var answer = await worker.Http.GetAsync(Instance.Of(path));
            var problem = await ServedApp.JsonAsync(answer, 421);
            Assert.Equal("/problems/not-served-here", problem.GetProperty("type").GetString());
            Assert.Contains("Role=web", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        }

        using var upload = await worker.Http.PostAsJsonAsync(Instance.Of("/api/images"), new { });
        Assert.Equal(HttpStatusCode.MisdirectedRequest, upload.StatusCode);
    }

    private async Task<Instance> StartAsync(string role, string data)
    {
        var instance = await Instance.StartAsync(role, _folder.Path(data), database.ConnectionString, _settings);
        _instances.Add(instance);
        return instance;
    }

    private static Task EventuallyAsync(Instance whose, Func<Task<bool>> probe) => Eventually.TrueAsync(probe, Patience, () => Task.FromResult(whose.Log));
}
