using System.Diagnostics;
using Photoseek.Testing;
using Photoseek.Testing.S3;
using Xunit.Abstractions;

namespace Photoseek.App.Tests.Cli;

/// <summary>
/// Servers that are killed (SIGKILL) at random points while they look through a bucket and index it lose nothing and do
/// nothing twice. 5 kills and 300 pictures here; PHOTOSEEK_TEST_KILLS says how many otherwise, and has 2,000 pictures indexed.
/// </summary>
public sealed class KillTests(KilledBucket bucket, ITestOutputHelper output) : IClassFixture<KilledBucket>, IAsyncLifetime
{
    private static readonly int Pictures = KilledBucket.Pictures;
    private static readonly int Kills = KilledBucket.Kills;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly TestPostgres _database = new EmptyTestPostgres();
    private readonly TempFolder _folder = new();
    private readonly List<Process> _servers = [];

    public Task InitializeAsync() => new S3FactAttribute().Skip is null ? _database.InitializeAsync() : Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var server in _servers)
        {
            await KillAsync(server);
        }

        await _database.DisposeAsync();
        _folder.Dispose();
    }

    [S3Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Killed_servers_lose_nothing_and_do_nothing_twice(int together)
    {
        Assert.Equal(0, (await Cli.RunAsync("migrate")).ExitCode);
        var watch = Stopwatch.StartNew();
        var resumed = new List<TimeSpan>();
        Start(together);
        for (var kill = 0; kill < Kills; kill++)
        {
            // Anywhere in its share of the work, wherever in a batch that is.
            var from = await CountAsync("image_vectors");
            var until = Math.Max(from, (long)((kill + Random.Shared.NextDouble()) * Pictures / (Kills + 1)));
            await Eventually.TrueAsync(async () => await CountAsync("image_vectors") is var now && (now > until || now == Pictures), Patience, DescribeAsync);
            await KillAsync(_servers[Random.Shared.Next(together)]);
            var then = await CountAsync("image_vectors");
            var since = Stopwatch.StartNew();
            Start(together);
            await Eventually.TrueAsync(async () => await CountAsync("image_vectors") is var now && (now > then || now == Pictures), Patience, DescribeAsync);
            resumed.Add(since.Elapsed);
        }

        await Eventually.TrueAsync(
            async () => await CountAsync("image_vectors") == Pictures && await CountAsync("pending_images") == 0, Patience, DescribeAsync);

        Assert.Equal((Pictures, Pictures), (await CountAsync("images"), await CountAsync("image_objects")));
        Assert.Equal(0, await CountAsync("images i where not exists (select from image_vectors v where v.image_id = i.id)"));
        Assert.Equal(Pictures, await _database.ScalarAsync<long>("select sum(finished) from indexing_minutes"));
        Assert.Equal(1, await CountAsync("model_generations"));
        await Eventually.TrueAsync(async () => await CountAsync("source_listings where complete = listed and listed > 0") == 1, Patience, "The listing never came to its end.");

        // Their pixels are the same, so their vectors are.
        Assert.Equal(0, await CountAsync("image_vectors where embedding <=> (select embedding from image_vectors order by image_id limit 1) > 0.001"));
        output.WriteLine($"{Kills} kills, {together} together: all {Pictures} indexed after {watch.Elapsed.TotalSeconds:0} s, lost 0, twice 0, going on again {resumed.Order().ElementAt(resumed.Count / 2).TotalSeconds:0.0} s after a kill (median), {resumed.Max().TotalSeconds:0.0} s at the slowest");
    }

    private void Start(int together)
    {
        _servers.RemoveAll(static server => server.HasExited);
        while (_servers.Count < together)
        {
            var server = Cli.Start(["serve"], new Dictionary<string, string>(bucket.Source, StringComparer.Ordinal)
            {
                ["Urls"] = "http://127.0.0.1:0",
                ["Indexing__Lease"] = "00:00:05",
                ["Indexing__MaxAttempts"] = "100",
                ["Logging__LogLevel__Default"] = "Warning",
            });

            // Nobody reads a server's output to its end, but a full pipe would stop it.
            server.BeginOutputReadLine();
            server.BeginErrorReadLine();
            _servers.Add(server);
        }
    }

    private PhotoseekCli Cli => new(_folder.Path("data"), _database.ConnectionString);

    private static async Task KillAsync(Process server)
    {
        server.Kill();
        await server.WaitForExitAsync();
    }

    private Task<long> CountAsync(string from) => _database.ScalarAsync<long>($"select count(*) from {from}");

    private async Task<string> DescribeAsync() =>
        $"{await CountAsync("images")} images, {await CountAsync("image_vectors")} vectors, {await CountAsync("pending_images where state = 'pending'")} pending, {await CountAsync("pending_images where state = 'failed'")} failed";
}
