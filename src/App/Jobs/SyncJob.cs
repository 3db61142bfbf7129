using Npgsql;
using Photoseek.Indexing.Jobs;
using Quartz;

namespace Photoseek.App.Jobs;

/// <summary>What the clock fires for a source. The work, and what is left of it after a crash, is the Indexing module's.</summary>
[DisallowConcurrentExecution]
internal sealed class SyncJob(LibraryJobs jobs, ILogger<SyncJob> log) : IJob
{
    public const string Source = "source";

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        var source = context.MergedJobDataMap.GetString(Source)!;
        try
        {
            log.SyncDone(source, await jobs.SyncAsync(source, progress: null, cancellationToken));
        }
        catch (JobConflictException)
        {
            // Somebody is at it: the next time will do.
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // A person has stopped it, and the record says so.
        }
        catch (Exception exception) when (exception is IOException or ArgumentException or InvalidDataException or NpgsqlException)
        {
            // In the record of runs already; the next time may be better.
            log.SyncFailed(source, exception.Message);
        }
    }
}
