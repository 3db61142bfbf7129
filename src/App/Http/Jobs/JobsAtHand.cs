using System.Globalization;
using Microsoft.Extensions.Options;
using Photoseek.App.Jobs;
using Photoseek.Embedding.Models;
using Photoseek.Indexing;
using Photoseek.Indexing.Jobs;
using Photoseek.Indexing.Texts;

namespace Photoseek.App.Http.Jobs;

/// <summary>What the API and the admin page ask for work with.</summary>
internal sealed class JobsAtHand(LibraryJobs jobs, IndexingControl control, JobRuns runs, LibraryTexts texts, OllamaFailures ollamaFailures, SourceSync sources, IOptions<SourceListOptions> configured, ModelInstalls installs, ModelCatalog models, JobClock clock)
{
    public LibraryJobs Jobs => jobs;

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
        foreach (var (index, source) in configured.Value.Items.Index())
        {
            var setting = string.Create(CultureInfo.InvariantCulture, $"Sources__{index}__Schedule");
            var schedule = string.IsNullOrWhiteSpace(source.Schedule) ? null : source.Schedule.Trim();
            schedules.Add(new JobSchedule(LibraryJobs.Sync, source.Name, schedule, setting, await clock.NextAsync(source.Name, cancellationToken)));
        }

        return schedules;
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
