using System.Diagnostics;
using System.Globalization;
using System.Net;
using Npgsql;
using Photoseek.App.Tests.Http;
using Photoseek.Testing;
using Xunit.Abstractions;

namespace Photoseek.App.Tests.Outages;

/// <summary>
/// Postgres goes away while the app indexes and is searched, and comes back: the app goes on by itself. It is away for 5
/// seconds here; PHOTOSEEK_TEST_OUTAGE_SECONDS says how long otherwise.
/// </summary>
public sealed class PostgresOutageTests(ITestOutputHelper output) : IAsyncLifetime
{
    private const int Pictures = 500;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(6);
    private static readonly TimeSpan Away = TimeSpan.FromSeconds(
        int.TryParse(Environment.GetEnvironmentVariable("PHOTOSEEK_TEST_OUTAGE_SECONDS"), CultureInfo.InvariantCulture, out var seconds) ? seconds : 5);

    private readonly StoppableServer _server = new();
    private readonly TempFolder _folder = new();
    private NpgsqlDataSource _database = null!;

    public Task InitializeAsync()
    {
        _database = NpgsqlDataSource.Create(_server.ConnectionString);
        return new PostgresFactAttribute().Skip is null ? _server.CreateAsync() : Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        await _database.DisposeAsync();
        await _server.DisposeAsync();
        _folder.Dispose();
    }

    [PostgresTheory]
    [InlineData("fast")]
    [InlineData("immediate")]
    public async Task The_app_outlives_an_outage_under_load_without_a_restart(string mode)
    {
        for (var i = 0; i < Pictures; i++)
        {
            Directory.CreateDirectory(_folder.Path("photos"));
            await File.WriteAllBytesAsync(_folder.Path("photos", $"{i:0000}.jpg"), TestJpeg.Create($"picture {i}"));
        }

        var app = new ServedApp { Settings = Settings };
        try
        {
            await app.InitializeAsync();
            using var stop = new CancellationTokenSource();
            using var events = new StatusReader(app.Http);
            var searching = SearchAsync(app.Http, stop.Token);
            await Eventually.TrueAsync(async () => await CountAsync("image_vectors") >= 100, Patience, () => Task.FromResult(app.Log));
            Assert.Equal(200, await ReadyAsync(app));

            await _server.StopAsync(mode);
            await Eventually.TrueAsync(async () => await ReadyAsync(app) == 503, Patience, "It says that it is ready.");
            using (var live = await app.Http.GetAsync(new Uri("/health/live", UriKind.Relative)))
            {
                Assert.Equal(HttpStatusCode.OK, live.StatusCode);
            }

            await Task.Delay(Away);
            await _server.StartAsync();
            var watch = Stopwatch.StartNew();
            await Eventually.TrueAsync(async () => await ReadyAsync(app) == 200, Patience, () => Task.FromResult(app.Log));
            NpgsqlConnection.ClearPool(_database.CreateConnection());
            var (runs, heard) = (await CountAsync("job_runs where state = 'succeeded'"), events.Heard);

            await Eventually.TrueAsync(
                async () => await CountAsync("image_vectors") == Pictures && await CountAsync("pending_images") == 0, Patience, () => Task.FromResult(app.Log));
            var indexed = watch.Elapsed;
            await Eventually.TrueAsync(async () => await CountAsync("job_runs where state = 'succeeded'") > runs, Patience, () => Task.FromResult(app.Log));
            await Eventually.TrueAsync(() => events.Heard > heard, Patience, "Who watches hears nothing any more.");
            Assert.Equal((Pictures, Pictures), (await CountAsync("images"), await CountAsync("image_objects")));
            Assert.Equal(Pictures, await ScalarAsync("select sum(finished) from indexing_minutes"));
            Assert.Equal(0, await CountAsync($"library_counts where what = 'vectors' group by subject having sum(n) <> {Pictures}"));
            await stop.CancelAsync();
            var (found, failed, statuses) = await searching;
            Assert.InRange(found, 1, int.MaxValue);
            Assert.Equal([], statuses.Where(static s => s is not (503 or 504)));
            output.WriteLine($"{mode}, away for {Away.TotalSeconds:0} s: {found} searches answered, {failed} refused with 503 meanwhile; all {Pictures} indexed once, {indexed.TotalSeconds:0} s after its return, and the source looked through after {watch.Elapsed.TotalSeconds:0} s");
        }
        finally
        {
            await app.DisposeAsync();
        }
    }

    private Dictionary<string, string> Settings => new(StringComparer.Ordinal)
    {
        ["ConnectionStrings__Postgres"] = _server.ConnectionString,
        ["Sources__0__Name"] = "Watched",
        ["Sources__0__Type"] = "Folder",
        ["Sources__0__Folder"] = _folder.Path("photos"),
        ["Sources__0__Schedule"] = "00:00:02",
        ["Logging__LogLevel__Default"] = "Warning",
    };

    private static async Task<int> ReadyAsync(ServedApp app)
    {
        using var response = await app.Http.GetAsync(new Uri("/health/ready", UriKind.Relative));
        return (int)response.StatusCode;
    }

    private static async Task<(int Found, int Failed, HashSet<int> Statuses)> SearchAsync(HttpClient http, CancellationToken cancellationToken)
    {
        var (found, failed) = (0, 0);
        var statuses = new HashSet<int>();
        while (!cancellationToken.IsCancellationRequested)
        {
            using var response = await http.GetAsync(new Uri("/api/search/images?q=boats", UriKind.Relative), CancellationToken.None);
            if (response.IsSuccessStatusCode)
            {
                found++;
            }
            else
            {
                failed++;
                statuses.Add((int)response.StatusCode);
            }

            await Task.Delay(20, CancellationToken.None);
        }

        return (found, failed, statuses);
    }

    private async Task<long> CountAsync(string from) => await ScalarAsync($"select count(*) from {from}");

    private async Task<long> ScalarAsync(string sql)
    {
        await using var command = _database.CreateCommand(sql);
        try
        {
            return await command.ExecuteScalarAsync() is { } value ? Convert.ToInt64(value, CultureInfo.InvariantCulture) : 0;
        }
        catch (NpgsqlException)
        {
            return -1;
        }
    }
}
