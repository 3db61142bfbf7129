using Photoseek.Indexing.Jobs;
using Photoseek.Testing;

namespace Photoseek.Indexing.Tests.Jobs;

public sealed class JobRunsTests : LibraryTest
{
    private JobRuns Runs => App.Get<JobRuns>();

    [PostgresFact]
    public async Task A_run_is_kept_with_what_came_of_it()
    {
        await Runs.RunAsync("sync", "a", static (progress, _) =>
        {
            progress.Report(new ImportProgress(3, 4, "x.jpg"));
            return Task.FromResult("All is well.");
        }, CancellationToken.None);
        await Assert.ThrowsAsync<IOException>(() => Runs.RunAsync("sync", "b", static (_, _) => throw new IOException("The bucket is away."), CancellationToken.None));

        var runs = await Runs.NewestAsync(10, CancellationToken.None);

        Assert.Equal([("b", "failed", "The bucket is away.", 0L), ("a", "succeeded", "All is well.", 3L)], runs.Select(static r => (r.Subject, r.State, r.Message, r.Done)));
        Assert.All(runs, static r => Assert.NotNull(r.FinishedAt));
    }

    [PostgresFact]
    public async Task One_runs_at_a_time_over_all_processes_and_any_of_them_can_stop_it()
    {
        var other = StartAnother().Get<JobRuns>();
        var running = Runs.RunAsync("sync", "a", Endless, CancellationToken.None);
        await Eventually.TrueAsync(async () => await CountAsync("job_runs where state = 'running'") == 1, TimeSpan.FromMinutes(1), "it never runs");

        await Assert.ThrowsAsync<JobConflictException>(() => other.RunAsync("sync", "a", Endless, CancellationToken.None));
        await other.RunAsync("sync", "b", static (_, _) => Task.FromResult("Another source."), CancellationToken.None);
        Assert.True(await other.CancelAsync((await other.NewestAsync(10, CancellationToken.None)).Single(static r => r.State == "running").Id, CancellationToken.None));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        Assert.Equal("cancelled", (await Runs.NewestAsync(10, CancellationToken.None)).Single(static r => r.Subject == "a").State);
        Assert.False(await Runs.CancelAsync(1, CancellationToken.None));
    }

    [PostgresFact]
    public async Task A_run_whose_process_is_gone_does_not_stand_in_the_way()
    {
        await Postgres.ExecuteAsync("insert into job_runs (kind, subject, seen_at) values ('sync', 'a', now() - interval '2 minutes')");

        await Runs.RunAsync("sync", "a", static (_, _) => Task.FromResult("Done."), CancellationToken.None);

        Assert.Equal(["succeeded", "interrupted"], (await Runs.NewestAsync(10, CancellationToken.None)).Select(static r => r.State));
    }

    [PostgresFact]
    public async Task A_silent_run_is_over_when_its_process_has_lost_its_connection()
    {
        await Postgres.ExecuteAsync("insert into job_runs (kind, subject, seen_at) values ('sync', 'a', now() - interval '10 seconds'), ('sync', 'b', now())");
        await using (var process = new Npgsql.NpgsqlConnection(Postgres.ConnectionString + ";Pooling=false"))
        {
            await process.OpenAsync();
            await using var alive = new Npgsql.NpgsqlCommand("select pg_advisory_lock(x'52756E73'::int, id::int) from job_runs where subject = 'a'", process);
            await alive.ExecuteNonQueryAsync();
            await Assert.ThrowsAsync<JobConflictException>(() => Runs.RunAsync("sync", "a", Endless, CancellationToken.None));
        }

        await Assert.ThrowsAsync<JobConflictException>(() => Runs.RunAsync("sync", "b", Endless, CancellationToken.None));
        await Eventually.TrueAsync(
            async () => (await Runs.NewestAsync(10, CancellationToken.None)).Single(static r => r.Subject == "a").State == "interrupted", TimeSpan.FromMinutes(1), "it is not over");
        await Runs.RunAsync("sync", "a", static (_, _) => Task.FromResult("Done."), CancellationToken.None);
    }

    [PostgresFact]
    public async Task A_run_whose_process_is_gone_is_shown_as_interrupted_at_once_and_cannot_be_cancelled()
    {
        await Postgres.ExecuteAsync("insert into job_runs (kind, subject, seen_at) values ('sync', 'a', now() - interval '2 minutes')");

        var run = (await Runs.NewestAsync(10, CancellationToken.None)).Single();

        Assert.Equal("interrupted", run.State);
        Assert.NotNull(run.FinishedAt);
        Assert.False(await Runs.CancelAsync(run.Id, CancellationToken.None));
    }

    [PostgresFact]
    public async Task A_run_that_was_given_up_for_lost_stops_when_it_hears_of_it()
    {
        var lost = Runs.RunAsync("sync", "a", Endless, CancellationToken.None);
        await Eventually.TrueAsync(async () => await CountAsync("job_runs where state = 'running'") == 1, TimeSpan.FromMinutes(1), "it never runs");

        await Postgres.ExecuteAsync("update job_runs set state = 'interrupted', finished_at = now()");

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => lost.WaitAsync(TimeSpan.FromMinutes(1)));
        Assert.Equal("interrupted", (await Runs.NewestAsync(10, CancellationToken.None)).Single().State);
    }

    [PostgresFact]
    public async Task What_went_wrong_in_the_database_is_in_the_record_too()
    {
        await Assert.ThrowsAnyAsync<Npgsql.NpgsqlException>(() => Runs.RunAsync("sync", "a", async (_, _) =>
        {
            await Postgres.ExecuteAsync("select 1 from no_such_table");
            return "";
        }, CancellationToken.None));

        Assert.Contains("no_such_table", (await Runs.NewestAsync(10, CancellationToken.None)).Single().Message, StringComparison.Ordinal);
    }

    private static async Task<string> Endless(IProgress<ImportProgress> progress, CancellationToken cancellationToken)
    {
        await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
        return "";
    }
}
