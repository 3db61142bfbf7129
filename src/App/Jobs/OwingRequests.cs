using Photoseek.Indexing.Jobs;
using Quartz;

namespace Photoseek.App.Jobs;

/// <summary>Asks for pictures to be put on the work list, by whichever server is free.</summary>
internal sealed class OwingRequests(ISchedulerFactory schedulers, TimeProvider time)
{
    private const string Group = "owing";
    private static readonly TimeSpan UntilDone = TimeSpan.FromSeconds(5);

    /// <summary>Every picture that has no vector, or every one that has none that is newer than this moment (<paramref name="all"/>).</summary>
    /// <exception cref="JobConflictException">It is asked for already, and not done yet.</exception>
    public async Task AskAsync(bool all, CancellationToken cancellationToken)
    {
        var kind = all ? LibraryJobs.Reembed : LibraryJobs.IndexMissing;
        var scheduler = await schedulers.GetScheduler(cancellationToken);
        var job = JobBuilder.Create<OwingJob>().WithIdentity(kind, Group).StoreDurably().Build();
        var trigger = TriggerBuilder.Create().WithIdentity(kind, Group).ForJob(job.Key).StartAt(time.GetUtcNow())
            .WithSimpleSchedule(static s => s.WithInterval(UntilDone).RepeatForever().WithMisfireInstruction(SimpleTriggerMisfireInstruction.NowWithExistingCount)).Build();
        await scheduler.AddJob(job, new AddJobOptions { Replace = true }, cancellationToken);
        try
        {
            await scheduler.ScheduleTrigger(trigger, TriggerConflict.Throw, cancellationToken);
        }
        catch (ObjectAlreadyExistsException)
        {
            throw new JobConflictException($"{kind} runs already.");
        }
    }
}
