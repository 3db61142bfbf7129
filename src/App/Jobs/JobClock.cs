using Dapper;
using Microsoft.Extensions.Options;
using Npgsql;
using Photoseek.Indexing;
using Quartz;

namespace Photoseek.App.Jobs;

/// <summary>
/// The schedules of the sources, in Postgres: any number of servers keep them together. What a person has set in place of
/// the configuration stands in the job's own data, and goes with its source.
/// </summary>
internal sealed class JobClock(ISchedulerFactory schedulers, NpgsqlDataSource database, IOptions<SourceListOptions> sources, TimeProvider time, ILogger<JobClock> log) : BackgroundService
{
    private const string Group = "sync";
    private const string SetByHand = "schedule";
    private static readonly TimeSpan BeforeAnew = TimeSpan.FromSeconds(5);

    /// <summary>Looks through a configured source now, on whichever server is free.</summary>
    public async Task RunNowAsync(string source, CancellationToken cancellationToken)
    {
        var scheduler = await schedulers.GetScheduler(cancellationToken);
        if (await scheduler.GetJobDetail(KeyOf(source), cancellationToken) is null)
        {
            // No clock has run here yet: the wish is kept for the first.
            await SetAsync(sources.Value.Items.Single(item => item.Name == source), null, cancellationToken);
        }

        await scheduler.TriggerJob(KeyOf(source), new JobDataMap(), cancellationToken);
    }

    /// <summary>When a source is looked through: as it is configured, unless somebody has said otherwise.</summary>
    public async Task<SetSchedule> ReadAsync(SourceOptions source, CancellationToken cancellationToken)
    {
        var scheduler = await schedulers.GetScheduler(cancellationToken);
        var byHand = ByHand(await scheduler.GetJobDetail(KeyOf(source.Name), cancellationToken));
        var next = (await scheduler.GetTrigger(TriggerOf(source.Name), cancellationToken))?.NextFireTimeUtc?.UtcDateTime;
        return new SetSchedule(Effective(source, byHand), byHand is not null, next);
    }

    /// <summary>What the configuration says of when; null for nothing.</summary>
    public static string? Configured(SourceOptions source) => source.Schedule?.Trim() is { Length: > 0 } schedule ? schedule : null;

    /// <summary>Sets when a source is looked through, in place of the configuration, for all servers and for good.</summary>
    /// <param name="source">The source as it is configured.</param>
    /// <param name="schedule">As <see cref="SourceSchedule"/> reads it, already looked at; empty for only when asked, null for as it is configured.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public Task SetAsync(SourceOptions source, string? schedule, CancellationToken cancellationToken) =>
        AloneAsync(scheduler => ApplyAsync(scheduler, source, schedule, cancellationToken), cancellationToken);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await AloneAsync(scheduler => ApplyAllAsync(scheduler, stoppingToken), stoppingToken);
                return;
            }
            catch (Exception exception) when (exception is SchedulerException or System.Data.Common.DbException)
            {
                log.SchedulesNotSet(exception, BeforeAnew.TotalSeconds);
                await Task.Delay(BeforeAnew, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private static JobKey KeyOf(string source) => new(source, Group);

    private static TriggerKey TriggerOf(string source) => new(source, Group);

    private static string? ByHand(IJobDetail? job) => job is not null && job.JobDataMap.TryGetValue(SetByHand, out var value) ? value as string : null;

    private static string? Effective(SourceOptions source, string? byHand) => byHand is null ? Configured(source) : byHand.Length > 0 ? byHand : null;

    // A job and its trigger are two entries: two who set them at once would leave one of each.
    private async Task AloneAsync(Func<IScheduler, Task> change, CancellationToken cancellationToken)
    {
        const string sql = "select pg_advisory_xact_lock(hashtext('schedules'))";
        var scheduler = await schedulers.GetScheduler(cancellationToken);
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(sql, transaction: transaction, cancellationToken: cancellationToken));
        await change(scheduler);
        await transaction.CommitAsync(cancellationToken);
    }

    private async Task ApplyAllAsync(IScheduler scheduler, CancellationToken cancellationToken)
    {
        var wanted = sources.Value.Items.ToDictionary(static source => KeyOf(source.Name));
        foreach (var gone in (await scheduler.GetJobKeys(GroupMatcher<JobKey>.GroupEquals(Group), cancellationToken)).Where(key => !wanted.ContainsKey(key)))
        {
            await scheduler.DeleteJob(gone, cancellationToken);
        }

        foreach (var (key, source) in wanted)
        {
            await ApplyAsync(scheduler, source, ByHand(await scheduler.GetJobDetail(key, cancellationToken)), cancellationToken);
        }
    }

    private static async Task ApplyAsync(IScheduler scheduler, SourceOptions source, string? byHand, CancellationToken cancellationToken)
    {
        var job = JobBuilder.Create<SyncJob>().WithIdentity(KeyOf(source.Name)).UsingJobData(SyncJob.Source, source.Name).StoreDurably().RequestRecovery();
        if (byHand is not null)
        {
            job.UsingJobData(SetByHand, byHand);
        }

        await scheduler.AddJob(job.Build(), new AddJobOptions { Replace = true }, cancellationToken);
        await SetTriggerAsync(scheduler, source.Name, Effective(source, byHand), cancellationToken);
    }

    // A schedule that has not changed goes on where it stood: what fell into the time when no server ran is made up for.
    private static async Task SetTriggerAsync(IScheduler scheduler, string source, string? schedule, CancellationToken cancellationToken)
    {
        var key = TriggerOf(source);
        var existing = await scheduler.GetTrigger(key, cancellationToken);
        if (existing?.Description == schedule)
        {
            return;
        }

        if (existing is not null)
        {
            await scheduler.UnscheduleJob(key, cancellationToken);
        }

        if (schedule is not null)
        {
            await scheduler.ScheduleTrigger(SourceSchedule.Trigger(schedule, key, KeyOf(source)), TriggerConflict.Replace, cancellationToken);
        }
    }
}
