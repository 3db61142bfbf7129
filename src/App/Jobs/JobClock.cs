using Microsoft.Extensions.Options;
using Photoseek.Indexing;
using Quartz;

namespace Photoseek.App.Jobs;

/// <summary>The schedules of the sources, in Postgres: any number of servers keep them together.</summary>
internal sealed class JobClock(ISchedulerFactory schedulers, IOptions<SourceListOptions> sources, TimeProvider time, ILogger<JobClock> log) : BackgroundService
{
    private const string Group = "sync";
    private static readonly TimeSpan BeforeAnew = TimeSpan.FromSeconds(5);

    /// <summary>Looks through a source now, on whichever server is free.</summary>
    public async Task RunNowAsync(string source, CancellationToken cancellationToken)
    {
        var scheduler = await schedulers.GetScheduler(cancellationToken);
        await scheduler.TriggerJob(KeyOf(source), new JobDataMap(), cancellationToken);
    }

    /// <summary>When a source is looked through next, UTC; null when it has no schedule.</summary>
    public async Task<DateTime?> NextAsync(string source, CancellationToken cancellationToken)
    {
        var scheduler = await schedulers.GetScheduler(cancellationToken);
        return (await scheduler.GetTrigger(TriggerOf(source), cancellationToken))?.NextFireTimeUtc?.UtcDateTime;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await SetAsync(stoppingToken);
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

    private async Task SetAsync(CancellationToken cancellationToken)
    {
        var scheduler = await schedulers.GetScheduler(cancellationToken);
        var wanted = sources.Value.Items.ToDictionary(static source => KeyOf(source.Name));
        foreach (var gone in (await scheduler.GetJobKeys(GroupMatcher<JobKey>.GroupEquals(Group), cancellationToken)).Where(key => !wanted.ContainsKey(key)))
        {
            await scheduler.DeleteJob(gone, cancellationToken);
        }

        foreach (var (key, source) in wanted)
        {
            var job = JobBuilder.Create<SyncJob>().WithIdentity(key).UsingJobData(SyncJob.Source, source.Name).StoreDurably().Build();
            await scheduler.AddJob(job, new AddJobOptions { Replace = true }, cancellationToken);
            await SetTriggerAsync(scheduler, key, source, cancellationToken);
        }
    }

    // A schedule that has not changed goes on where it stood: what fell into the time when no server ran is made up for.
    private static async Task SetTriggerAsync(IScheduler scheduler, JobKey job, SourceOptions source, CancellationToken cancellationToken)
    {
        var key = TriggerOf(source.Name);
        var schedule = string.IsNullOrWhiteSpace(source.Schedule) ? null : source.Schedule.Trim();
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
            await scheduler.ScheduleTrigger(SourceSchedule.Trigger(schedule, key, job), TriggerConflict.Replace, cancellationToken);
        }
    }
}
