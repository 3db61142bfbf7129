using Npgsql;
using Photoseek.Indexing.Jobs;
using Quartz;

namespace Photoseek.App.Jobs;

/// <summary>Puts pictures on the work list, however many there are. Its trigger is the wish, and stays until it is done: a server that stops or is killed leaves it to the next.</summary>
[DisallowConcurrentExecution]
internal sealed class OwingJob(LibraryJobs jobs, ILogger<OwingJob> log) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await jobs.OweAsync(context.JobDetail.Key.Name == LibraryJobs.Reembed, context.Trigger.StartTimeUtc.UtcDateTime, progress: null, cancellationToken);
        }
        catch (JobConflictException)
        {
            // The command line is at it, or a server that is gone has not been given up yet.
            return;
        }
        catch (NpgsqlException exception)
        {
            log.NotOwed(exception.Message);
            return;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // A person does not want it any more.
        }

        await context.Scheduler.UnscheduleJob(context.Trigger.Key, CancellationToken.None);
    }
}
