using Photoseek.Testing;

namespace Photoseek.App.Tests.Cli;

public sealed class JobVerbsTests(EmptyTestPostgres database) : IClassFixture<EmptyTestPostgres>, IDisposable
{
    private readonly TempFolder _folder = new();

    private Dictionary<string, string> Environment => new(StringComparer.Ordinal)
    {
        ["Urls"] = "http://127.0.0.1:0",
        ["Sources__0__Name"] = "Holiday",
        ["Sources__0__Type"] = "Folder",
        ["Sources__0__Folder"] = _folder.Path("photos"),
    };

    private PhotoseekCli Cli => new(_folder.Path("data"), database.ConnectionString);

    public void Dispose() => _folder.Dispose();

    [PostgresFact]
    public async Task A_source_is_looked_through_embedded_counted_and_embedded_again()
    {
        await WriteAsync(3);

        var unknown = await Cli.RunAsync(Environment, "sync", "nobody");
        var synced = await Cli.RunAsync(Environment, "sync", "holiday");
        var waiting = await Cli.RunAsync(Environment, "status", "--json");
        var waited = await Cli.RunAsync(Environment, "sync", "--wait");
        var missing = await Cli.RunAsync(Environment, "reindex", "--missing");
        var again = await Cli.RunAsync(Environment, "reindex", "--wait");
        var status = await Cli.RunAsync(Environment, "status", "--json");
        var words = await Cli.RunAsync(Environment, "status");

        Assert.Equal((1, "There is no source \"nobody\" in the configuration."), (unknown.ExitCode, unknown.Error.Trim()));
        Assert.Equal("Holiday: 3 new, 0 already there, 0 refused, 0 removed.", synced.Output.Trim());
        Assert.Equal(3, Source(waiting).GetProperty("pending").GetInt64());
        Assert.Contains("3 indexed, 0 pending, 0 failed", waited.Output, StringComparison.Ordinal);
        Assert.Equal("0 pictures put on the work list.", missing.Output.Trim());
        Assert.StartsWith("3 pictures put on the work list.", again.Output, StringComparison.Ordinal);
        Assert.Equal(("Holiday", "folder", 3L, 3L, 0L, 0L), (
            Source(status).GetProperty("name").GetString(), Source(status).GetProperty("kind").GetString(), Source(status).GetProperty("listed").GetInt64(),
            Source(status).GetProperty("indexed").GetInt64(), Source(status).GetProperty("pending").GetInt64(), Source(status).GetProperty("failed").GetInt64()));
        Assert.Equal("serving", status.Json.Single().GetProperty("generations")[0].GetProperty("state").GetString());
        Assert.Contains("Holiday", words.Output, StringComparison.Ordinal);
    }

    [PostgresFact]
    public async Task What_a_source_refuses_is_listed()
    {
        Directory.CreateDirectory(_folder.Path("photos"));
        await File.WriteAllTextAsync(_folder.Path("photos/a.jpg"), "No picture.");
        await File.WriteAllBytesAsync(_folder.Path("photos/b.jpg"), []);
        await File.WriteAllBytesAsync(_folder.Path("photos/c.jpg"), TestJpeg.CreateUnique());
        var synced = await Cli.RunAsync(Environment, "sync", "holiday");

        var words = await Cli.RunAsync(Environment, "sources", "refused", "holiday");
        var json = await Cli.RunAsync(Environment, "sources", "refused", "Holiday", "--json");
        var one = await Cli.RunAsync(Environment, "sources", "refused", "Holiday", "--limit", "1");
        var unknown = await Cli.RunAsync(Environment, "sources", "refused", "nobody");

        Assert.StartsWith("Holiday: 1 new, 0 already there, 2 refused", synced.Output, StringComparison.Ordinal);
        Assert.Equal(["a.jpg", "b.jpg"], words.Output.Trim().Split('\n').Select(static line => line.Split(": ")[0]));
        Assert.Equal(["a.jpg", "b.jpg"], json.Json.Select(static line => line.GetProperty("key").GetString()));
        Assert.All(json.Json, static line => Assert.EndsWith(".", line.GetProperty("reason").GetString(), StringComparison.Ordinal));
        Assert.StartsWith("a.jpg: ", Assert.Single(one.Output.Trim().Split('\n')), StringComparison.Ordinal);
        Assert.Contains("There are more", one.Error, StringComparison.Ordinal);
        Assert.Equal((1, "There is no source \"nobody\"."), (unknown.ExitCode, unknown.Error.Trim()));
    }

    [PostgresFact]
    public async Task A_schedule_fires_and_fires_again_after_the_database_has_dropped_everybody()
    {
        await WriteAsync(2);
        using var server = Cli.Start(["serve"], new Dictionary<string, string>(Environment, StringComparer.Ordinal) { ["Sources__0__Schedule"] = "00:00:01" });
        server.BeginOutputReadLine();
        server.BeginErrorReadLine();
        try
        {
            await UntilRunsAsync(2);
            for (var i = 0; i < 3; i++)
            {
                await DropEverybodyAsync();
                await UntilRunsAsync(await RunsAsync() + 1);
            }
        }
        finally
        {
            server.Kill();
            await server.WaitForExitAsync();
        }
    }

    [PostgresFact]
    public async Task A_schedule_that_is_set_holds_on_servers_that_run_and_after_a_restart_until_it_is_as_configured_again()
    {
        await WriteAsync(1);
        var never = new Dictionary<string, string>(Environment, StringComparer.Ordinal) { ["Sources__0__Schedule"] = "0 0 1 1 *" };
        var before = await RunsAsync();
        var server = Serve(never);
        try
        {
            // The server makes the clock's tables; the verb would, too.
            var set = await Cli.RunAsync(never, "sources", "schedule", "holiday", "00:00:01");
            Assert.Equal("Holiday: 00:00:01 (set by hand; Sources__0__Schedule is 0 0 1 1 *)", set.Output.Trim());
            await UntilRunsAsync(Math.Max(before, 0) + 2);
            await StopAsync(server);

            var stopped = await RunsAsync();
            server = Serve(never);
            await UntilRunsAsync(stopped + 2);

            Assert.Equal("Holiday: only when asked (set by hand; Sources__0__Schedule is 0 0 1 1 *)", (await Cli.RunAsync(never, "sources", "schedule", "Holiday", "--when-asked")).Output.Trim());
            Assert.Equal("Holiday: 0 0 1 1 * (Sources__0__Schedule)", (await Cli.RunAsync(never, "sources", "schedule", "Holiday", "--as-configured")).Output.Trim());
            var shown = (await Cli.RunAsync(never, "sources", "schedule", "Holiday", "--json")).Json.Single();
            Assert.Equal(("0 0 1 1 *", false), (shown.GetProperty("schedule").GetString(), shown.GetProperty("is_by_hand").GetBoolean()));
            Assert.StartsWith("20", shown.GetProperty("next").GetString(), StringComparison.Ordinal);

            var senseless = await Cli.RunAsync(never, "sources", "schedule", "Holiday", "0 0 30 2 *");
            Assert.Equal((1, "Schedule \"0 0 30 2 *\" names a time that never comes."), (senseless.ExitCode, senseless.Error.Trim()));
            Assert.Equal(1, (await Cli.RunAsync(never, "sources", "schedule", "Holiday", "00:00:01", "--when-asked")).ExitCode);
        }
        finally
        {
            await StopAsync(server);
        }
    }

    [PostgresFact]
    public async Task Embedding_all_again_goes_on_after_its_server_is_killed()
    {
        await WriteAsync(3);
        await Cli.RunAsync(Environment, "sync", "--wait");
        var before = await database.ScalarAsync<DateTime>("select max(created_at) from image_vectors");
        var address = $"http://127.0.0.1:{FreePort.Next()}";
        var there = new Dictionary<string, string>(Environment, StringComparer.Ordinal) { ["Urls"] = address };
        var server = Serve(there);
        try
        {
            await UntilAnswersAsync(HttpMethod.Get, address + "/health/ready", System.Net.HttpStatusCode.OK);

            // Nothing can be put on the list while the library is held; the wish is taken all the same.
            await using (var hold = new Npgsql.NpgsqlConnection(database.ConnectionString))
            {
                await hold.OpenAsync();
                await using var transaction = await hold.BeginTransactionAsync();
                await using var take = new Npgsql.NpgsqlCommand("select pg_advisory_xact_lock(x'50686F746F73'::bigint)", hold, transaction);
                await take.ExecuteNonQueryAsync();
                await UntilAnswersAsync(HttpMethod.Post, address + "/api/jobs/re-embed", System.Net.HttpStatusCode.Accepted);
                await Eventually.TrueAsync(async () => await ReembedsAsync("running") == 1, TimeSpan.FromMinutes(1), "It never begins.");
                await StopAsync(server);
            }

            server = Serve(there);
            await Eventually.TrueAsync(async () => await ReembedsAsync("succeeded") == 1, TimeSpan.FromMinutes(2), "It never goes on.");
            await Eventually.TrueAsync(async () => await ReembedsAsync("interrupted") == 1, TimeSpan.FromMinutes(1), "The killed run is not told from a silent one.");

            // Other tests have left pictures in this database whose files are gone.
            await Eventually.TrueAsync(
                async () => await database.ScalarAsync<long>($"""
                    select count(*) from image_vectors v join image_objects o using (image_id)
                    where o.key in ('0.jpg', '1.jpg', '2.jpg') and o.gone_at is null and v.created_at <= '{before:O}'
                    """) == 0,
                TimeSpan.FromMinutes(1),
                "They are not embedded again.");
        }
        finally
        {
            await StopAsync(server);
        }
    }

    [PostgresFact]
    public async Task A_verb_that_is_interrupted_hands_back_what_it_had_claimed()
    {
        // What a killed server of another test held is nobody's to hand back.
        var before = await LeasesAsync();
        var code = 0;

        // On a busy machine all may be done before the interrupt is there: then there is more to do.
        for (var pictures = 300; code == 0 && pictures <= 2_400; pictures *= 2)
        {
            await WriteAsync(pictures);
            using var waiting = Cli.Start(["sync", "--wait"], Environment);
            waiting.BeginOutputReadLine();
            waiting.BeginErrorReadLine();
            await Eventually.TrueAsync(async () => waiting.HasExited || (await LeasesAsync()).Except(before).Any(), TimeSpan.FromMinutes(2), "Nothing is claimed.");
            using (var interrupt = System.Diagnostics.Process.Start("kill", ["-INT", $"{waiting.Id}"]))
            {
                await interrupt.WaitForExitAsync();
            }

            await waiting.WaitForExitAsync();
            code = waiting.ExitCode;
        }

        Assert.Equal(130, code);
        Assert.Empty((await LeasesAsync()).Except(before));
    }

    [Fact]
    public async Task A_schedule_that_means_nothing_is_one_sentence()
    {
        var result = await Cli.RunAsync(
            new Dictionary<string, string>(Environment, StringComparer.Ordinal) { ["Sources__0__Schedule"] = "every full moon", ["ConnectionStrings__Postgres"] = database.ConnectionString },
            "serve");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("Schedule \"every full moon\" is neither", result.Error, StringComparison.Ordinal);
    }

    private static System.Text.Json.JsonElement Source(CliResult status) => status.Json.Single().GetProperty("sources")[0];

    private async Task WriteAsync(int count)
    {
        Directory.CreateDirectory(_folder.Path("photos"));
        for (var i = 0; i < count; i++)
        {
            await File.WriteAllBytesAsync(_folder.Path($"photos/{i}.jpg"), TestJpeg.CreateUnique());
        }
    }

    private async Task DropEverybodyAsync()
    {
        try
        {
            await database.ExecuteAsync("select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()");
        }
        catch (Npgsql.NpgsqlException)
        {
            // One of the test's own connections was among them.
        }
    }

    private async Task<string[]> LeasesAsync() =>
        await database.ScalarAsync<bool>("select to_regclass('pending_images') is not null")
            ? await database.ScalarAsync<string[]>("select array_agg(distinct lease::text) from pending_images where lease is not null") ?? []
            : [];

    private System.Diagnostics.Process Serve(IReadOnlyDictionary<string, string> environment)
    {
        var server = Cli.Start(["serve"], environment);
        server.BeginOutputReadLine();
        server.BeginErrorReadLine();
        return server;
    }

    private static async Task UntilAnswersAsync(HttpMethod method, string address, System.Net.HttpStatusCode status)
    {
        using var http = new HttpClient();
        await Eventually.TrueAsync(
            async () =>
            {
                try
                {
                    using var request = new HttpRequestMessage(method, new Uri(address));
                    using var response = await http.SendAsync(request);
                    return response.StatusCode == status;
                }
                catch (HttpRequestException)
                {
                    return false;
                }
            },
            TimeSpan.FromMinutes(2),
            $"{address} does not answer.");
    }

    private Task<long> ReembedsAsync(string state) => database.ScalarAsync<long>($"select count(*) from job_runs where kind = 're-embed' and state = '{state}'");

    private static async Task StopAsync(System.Diagnostics.Process server)
    {
        server.Kill();
        await server.WaitForExitAsync();
        server.Dispose();
    }

    private Task UntilRunsAsync(long count) =>
        Eventually.TrueAsync(async () => await RunsAsync() >= count, TimeSpan.FromMinutes(2), async () => $"{await RunsAsync()} runs");

    private async Task<long> RunsAsync()
    {
        try
        {
            return await database.ScalarAsync<long>("select count(*) from job_runs where state = 'succeeded'");
        }
        catch (Npgsql.NpgsqlException)
        {
            return -1;
        }
    }
}
