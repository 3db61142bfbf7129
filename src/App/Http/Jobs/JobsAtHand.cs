using System.Globalization;
using Microsoft.Extensions.Options;
using Photoseek.App.Jobs;
using Photoseek.Embedding.Models;
using Photoseek.Indexing;
using Photoseek.Indexing.Jobs;
using Photoseek.Indexing.Texts;

namespace Photoseek.App.Http.Jobs;

/// <summary>What the API and the admin page ask for work with.</summary>
internal sealed class JobsAtHand(LibraryJobs jobs, IndexingControl control, JobRuns runs, LibraryTexts texts, OllamaFailures ollamaFailures, SourceSync sources, IOptions<SourceListOptions> configured, ModelInstalls installs, ModelCatalog models, JobClock clock, OwingRequests owing, TimeProvider time)
{
    public IndexingControl Control => control;

    public JobRuns Runs => runs;

    public LibraryTexts Texts => texts;

    public OllamaFailures OllamaFailures => ollamaFailures;

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

    /// <summary>Has pictures put on the work list in the background: all, or those without a vector.</summary>
    /// <exception cref="JobConflictException">It is asked for already, and not done yet.</exception>
    public Task OweAsync(bool all, CancellationToken cancellationToken) => owing.AskAsync(all, cancellationToken);

    /// <summary>Accepts a removal that waits for an answer, and has the clock look through the source, now.</summary>
    /// <returns>How many pictures may go; null when nothing waits.</returns>
    public async Task<long?> AcceptRemovalAsync(string source, long? gone, CancellationToken cancellationToken)
    {
        var accepted = await control.AcceptRemovalAsync(source, gone, cancellationToken);
        if (accepted is not null && sources.Names.Contains(source, StringComparer.OrdinalIgnoreCase))
        {
            await SyncAsync(source, cancellationToken);
        }

        return accepted;
    }

    /// <summary>The configured sources, and when each is looked through next.</summary>
    public async Task<IReadOnlyList<JobSchedule>> SchedulesAsync(CancellationToken cancellationToken)
    {
        var schedules = new List<JobSchedule>();
        foreach (var source in configured.Value.Items)
        {
            schedules.Add(await ReadScheduleAsync(source, cancellationToken));
        }

        return schedules;
    }

    /// <summary>When a source is looked through.</summary>
    /// <exception cref="RequestRefusedException">There is no such source.</exception>
    public Task<JobSchedule> ScheduleAsync(string source, CancellationToken cancellationToken) => ReadScheduleAsync(Configured(source), cancellationToken);

    /// <summary>Sets when a source is looked through, in place of the configuration.</summary>
    /// <param name="source">The source, letter case aside.</param>
    /// <param name="schedule">An interval or a cron expression; empty for only when asked, null for as it is configured.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="RequestRefusedException">There is no such source, or the schedule means nothing.</exception>
    public async Task<JobSchedule> SetScheduleAsync(string source, string? schedule, CancellationToken cancellationToken)
    {
        var options = Configured(source);
        if (schedule?.Trim() is { Length: > 0 } text && SourceSchedule.Problem(text, time.GetUtcNow()) is { } problem)
        {
            throw new RequestRefusedException(ProblemKind.InvalidRequest, problem)
            {
                Errors = new Dictionary<string, string>(StringComparer.Ordinal) { ["schedule"] = problem },
            };
        }

        await clock.SetAsync(options, schedule?.Trim(), cancellationToken);
        return await ReadScheduleAsync(options, cancellationToken);
    }

    /// <summary>Has a model installed in the background, by whichever server looks first.</summary>
    /// <exception cref="RequestRefusedException">There is no such model.</exception>
    public async Task InstallAsync(string? model, bool start, CancellationToken cancellationToken)
    {
        var known = models.List();
        if (known.FirstOrDefault(m => m.Name == model) is not { } found)
        {
            throw new RequestRefusedException(ProblemKind.UnknownModel, $"Give one of these as \"model\": {string.Join(", ", known.Select(static m => m.Name))}.");
        }

        await installs.AskAsync(found.Name, start, cancellationToken);
    }

    private SourceOptions Configured(string source)
    {
        var name = NameOf(source);
        return configured.Value.Items.Single(item => item.Name == name);
    }

    private async Task<JobSchedule> ReadScheduleAsync(SourceOptions source, CancellationToken cancellationToken)
    {
        var setting = string.Create(CultureInfo.InvariantCulture, $"Sources__{configured.Value.Items.IndexOf(source)}__Schedule");
        var inForce = await clock.ReadAsync(source, cancellationToken);
        return new JobSchedule(LibraryJobs.Sync, source.Name, inForce.Schedule, JobClock.Configured(source), inForce.IsByHand, setting, inForce.Next);
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
