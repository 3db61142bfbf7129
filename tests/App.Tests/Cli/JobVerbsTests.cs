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
    public async Task A_verb_that_is_interrupted_hands_back_what_it_had_claimed()
    {
        await WriteAsync(300);
        using var waiting = Cli.Start(["sync", "--wait"], Environment);
        waiting.BeginOutputReadLine();
        waiting.BeginErrorReadLine();
        await Eventually.TrueAsync(async () => await LeasedAsync() > 0, TimeSpan.FromMinutes(2), "Nothing is claimed.");

        using (var interrupt = System.Diagnostics.Process.Start("kill", ["-INT", $"{waiting.Id}"]))
        {
            await interrupt.WaitForExitAsync();
        }

        await waiting.WaitForExitAsync();
        Assert.Equal(130, waiting.ExitCode);
        Assert.Equal(0, await LeasedAsync());
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

    private async Task<long> LeasedAsync() =>
        await database.ScalarAsync<bool>("select to_regclass('pending_images') is not null")
            ? await database.ScalarAsync<long>("select count(*) from pending_images where lease is not null")
            : 0;

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
