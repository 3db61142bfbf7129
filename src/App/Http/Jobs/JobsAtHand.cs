using Photoseek.App.Jobs;
using Photoseek.Indexing;
using Photoseek.Indexing.Jobs;

namespace Photoseek.App.Http.Jobs;

/// <summary>What the API and the admin page ask for work with.</summary>
internal sealed class JobsAtHand(LibraryJobs jobs, IndexingControl control, JobRuns runs, SourceSync sources, JobClock clock)
{
    public LibraryJobs Jobs => jobs;

    public IndexingControl Control => control;

    public JobRuns Runs => runs;

    /// <summary>Has the clock look through one source, or (null) all that are configured, now.</summary>
    /// <returns>How many sources.</returns>
    /// <exception cref="RequestRefusedException">There is no such source.</exception>
    public async Task<int> SyncAsync(string? source, CancellationToken cancellationToken)
    {
        var names = source is null ? sources.Names : [NameOf(source)];
        foreach (var name in names)
        {
            await clock.RunNowAsync(name, cancellationToken);
        }

        return names.Count;
    }

    /// <summary>The configured sources, and when each is looked through next.</summary>
    public async Task<IReadOnlyList<JobSchedule>> SchedulesAsync(CancellationToken cancellationToken)
    {
        var schedules = new List<JobSchedule>();
        foreach (var source in sources.Names)
        {
            schedules.Add(new JobSchedule(LibraryJobs.Sync, source, await clock.NextAsync(source, cancellationToken)));
        }

        return schedules;
    }

    private string NameOf(string source)
    {
        try
        {
            return jobs.NameOf(source);
        }
        catch (InvalidDataException exception)
        {
            throw new RequestRefusedException(ProblemKind.UnknownSource, exception.Message);
        }
    }
}
