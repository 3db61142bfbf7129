using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Options;
using Photoseek.App.Access;
using Photoseek.App.Http;
using Photoseek.App.Http.Jobs;
using Photoseek.App.Versions;
using Photoseek.Embedding.Models;
using Photoseek.Indexing;
using Photoseek.Indexing.Captions;
using Photoseek.Indexing.Jobs;
using Photoseek.Indexing.Texts;

namespace Photoseek.App.Pages;

/// <summary>How indexing stands, and what can be asked of it. Its forms work without script; with it the page keeps itself true.</summary>
[Authorize(Policies.Jobs)]
public sealed class AdminModel(IndexingMonitor monitor, IndexingControl control, LibraryGenerations generations, LibraryTexts texts, LibraryCaptions captions, OllamaFailures ollamaFailures, ModelCatalog models, IServiceProvider services, TimeProvider time) : PageModel
{
    private const int MostRuns = 12;

    public IndexingOverview Overview { get; private set; } = null!;

    /// <summary>Whether what is owed waits for an instance that indexes.</summary>
    public bool NobodyIndexes { get; private set; }

    public IReadOnlyList<SourceCounts> Sources { get; private set; } = [];

    public IReadOnlyList<JobRun> Runs { get; private set; } = [];

    /// <summary>Ollama, and how far what it is wanted for is.</summary>
    public TextStatus Texts { get; private set; } = null!;

    /// <summary>What runs here, and what is known against it.</summary>
    public IReadOnlyList<PartVersion> Versions { get; private set; } = [];

    public CaptionStatus Captions { get; private set; } = null!;

    /// <summary>What was given up, where something was.</summary>
    public IEnumerable<AdminFailures> FailureLists { get; private set; } = [];

    public IReadOnlyList<RefusalGroup> Refusals { get; private set; } = [];

    public IReadOnlyList<AdminChart> Charts { get; private set; } = [];

    internal IReadOnlyList<JobSchedule> Schedules { get; private set; } = [];

    /// <summary>What was just done, in words; null when nothing was.</summary>
    public string? Done { get; private set; }

    /// <summary>What is wrong with what was sent, in a sentence; null when nothing is.</summary>
    public string? Problem { get; private set; }

    internal StatusEvent Now => StatusEvent.Of(Overview);

    /// <summary>Models on this machine.</summary>
    public IEnumerable<string> Models => models.List().Where(static model => model.Folder is not null).Select(static model => model.Name);

    /// <summary>Models that can be downloaded.</summary>
    public IEnumerable<ModelListing> Installable => models.List().Where(static model => model.Folder is null);

    /// <summary>How long what is hidden is kept.</summary>
    public TimeSpan PurgeAfter => services.GetRequiredService<IOptions<IndexingOptions>>().Value.PurgeAfter;

    public string OldestPending => Now.OldestPending is { } since ? For(since) : "–";

    public string TimeLeft => Overview switch
    {
        { Pending: 0 } => "nothing to do",
        { Paused: true } => "paused",
        { TimeLeft: { } left } => Wording.Duration(left),
        _ => "not known yet",
    };

    public async Task OnGetAsync(string? did, int count, CancellationToken cancellationToken)
    {
        Done = AdminWording.Of(did, count);
        await ReadAsync(cancellationToken);
    }

    /// <summary>The part of the page that is exchanged while it is looked at.</summary>
    public async Task<IActionResult> OnGetBoardAsync(CancellationToken cancellationToken)
    {
        await ReadBoardAsync(cancellationToken);
        Response.Headers.CacheControl = "no-store";
        return Partial("AdminBoard", this);
    }

    public async Task<IActionResult> OnPostPauseAsync(CancellationToken cancellationToken)
    {
        await control.PauseAsync(cancellationToken);
        return Back("paused");
    }

    public async Task<IActionResult> OnPostResumeAsync(CancellationToken cancellationToken)
    {
        await control.ResumeAsync(cancellationToken);
        return Back("resumed");
    }

    public async Task<IActionResult> OnPostRetryAsync(long? image, string? reason, OllamaTask? of, CancellationToken cancellationToken) =>
        Back("retry", of is { } task
            ? await ollamaFailures.RetryAsync(task, new Failures(image, reason), cancellationToken)
            : await control.RetryAsync(new Failures(image, reason), cancellationToken));

    public async Task<IActionResult> OnPostIgnoreAsync(long? image, string? reason, OllamaTask? of, CancellationToken cancellationToken) =>
        Back("ignore", of is { } task
            ? await ollamaFailures.IgnoreAsync(task, new Failures(image, reason), cancellationToken)
            : await control.IgnoreAsync(new Failures(image, reason), cancellationToken));

    public async Task<IActionResult> OnPostFlipTextsAsync(int id, CancellationToken cancellationToken) =>
        Back((await texts.FlipAsync(id, cancellationToken)).ToString());

    public async Task<IActionResult> OnPostRollBackTextsAsync(CancellationToken cancellationToken) =>
        Back((await texts.RollBackAsync(cancellationToken) ? RollBackOutcome.RolledBack : RollBackOutcome.NothingBefore).ToString());

    public async Task<IActionResult> OnPostDropTextsAsync(int id, CancellationToken cancellationToken) =>
        Back((await texts.DropAsync(id, cancellationToken)).ToString());

    public async Task<IActionResult> OnPostMissingAsync(CancellationToken cancellationToken) =>
        await OweAsync("missing", all: false, cancellationToken);

    public async Task<IActionResult> OnPostReembedAsync(CancellationToken cancellationToken) =>
        await OweAsync("reembed", all: true, cancellationToken);

    public async Task<IActionResult> OnPostInstallAsync(string model, bool start, CancellationToken cancellationToken)
    {
        try
        {
            await AtHand.InstallAsync(model, start, cancellationToken);
            return Back("install");
        }
        catch (RequestRefusedException)
        {
            return Back(nameof(StartOutcome.UnknownModel));
        }
    }

    public async Task<IActionResult> OnPostSyncAsync(string? source, CancellationToken cancellationToken)
    {
        try
        {
            await AtHand.SyncAsync(source, cancellationToken);
            return Back(source is null ? "syncall" : "sync");
        }
        catch (RequestRefusedException)
        {
            return NotFound();
        }
    }

    public async Task<IActionResult> OnPostAcceptRemovalAsync(string source, long gone, CancellationToken cancellationToken) =>
        await AtHand.AcceptRemovalAsync(source, gone, cancellationToken) is { } accepted ? Back("removal", (int)accepted) : Back("noremoval");

    public async Task<IActionResult> OnPostScheduleAsync(string source, string? schedule, bool configured, CancellationToken cancellationToken)
    {
        try
        {
            await AtHand.SetScheduleAsync(source, configured ? null : schedule ?? "", cancellationToken);
            return Back(configured ? "asconfigured" : "schedule");
        }
        catch (RequestRefusedException exception)
        {
            Problem = exception.Message;
            Response.StatusCode = exception.Kind.Status;
            await ReadAsync(cancellationToken);
            return Page();
        }
    }

    public async Task<IActionResult> OnPostCancelAsync(long run, CancellationToken cancellationToken)
    {
        await AtHand.Runs.CancelAsync(run, cancellationToken);
        return Back("cancel");
    }

    public async Task<IActionResult> OnPostStartAsync(string model, CancellationToken cancellationToken) =>
        Back((await generations.StartAsync(model, cancellationToken)).ToString());

    public async Task<IActionResult> OnPostFlipAsync(int id, CancellationToken cancellationToken) =>
        Back((await generations.FlipAsync(id, cancellationToken)).ToString());

    public async Task<IActionResult> OnPostRollBackAsync(CancellationToken cancellationToken) =>
        Back((await generations.RollBackAsync(cancellationToken)).ToString());

    public async Task<IActionResult> OnPostDropAsync(int id, CancellationToken cancellationToken) =>
        Back((await generations.DropAsync(id, cancellationToken)).ToString());

    /// <summary>"12 s", or how long it has been running.</summary>
    public string Took(JobRun run) => Wording.Duration((run.FinishedAt ?? time.GetUtcNow().UtcDateTime) - run.StartedAt);

    /// <summary>"in 3 min".</summary>
    public string Until(DateTime moment) => moment <= time.GetUtcNow().UtcDateTime ? "now" : $"in {Wording.Duration(moment - time.GetUtcNow().UtcDateTime)}";

    /// <summary>"3 min".</summary>
    public string For(DateTime since) => Wording.Duration(time.GetUtcNow().UtcDateTime - since);

    /// <summary>"3 min ago".</summary>
    public string Ago(DateTime moment) => $"{For(moment)} ago";

    private JobsAtHand AtHand => services.GetRequiredService<JobsAtHand>();

    private async Task<IActionResult> OweAsync(string did, bool all, CancellationToken cancellationToken)
    {
        try
        {
            await AtHand.OweAsync(all, cancellationToken);
            return Back(did);
        }
        catch (JobConflictException)
        {
            return Back("busy");
        }
    }

    // Another address, so that loading the page again does not do it again.
    private static LocalRedirectResult Back(string did, int count = 0) =>
        new(string.Create(CultureInfo.InvariantCulture, $"/admin?did={did}&count={count}"));

    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        await ReadBoardAsync(cancellationToken);
        Versions = await services.GetRequiredService<VersionTable>().ReadAsync(cancellationToken);
    }

    private async Task ReadBoardAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow().UtcDateTime;
        Overview = await monitor.OverviewAsync(cancellationToken);
        NobodyIndexes = await services.GetRequiredService<LibraryGlance>().LookAsync(cancellationToken) is { Workers: 0 };
        Sources = await monitor.SourcesAsync(cancellationToken);
        Runs = await AtHand.Runs.NewestAsync(MostRuns, cancellationToken);
        Schedules = await AtHand.SchedulesAsync(cancellationToken);
        Texts = await texts.StatusAsync(cancellationToken);
        Captions = await captions.StatusAsync(cancellationToken);
        AdminFailures[] lists =
        [
            new("failures", "Pictures that could not be indexed", null, await monitor.FailuresAsync(cancellationToken)),
            new("text-failures", "Texts that the text model could not read", OllamaTask.Texts, await ollamaFailures.ListAsync(OllamaTask.Texts, cancellationToken)),
            new("caption-failures", "Pictures that could not be described", OllamaTask.Captions, await ollamaFailures.ListAsync(OllamaTask.Captions, cancellationToken)),
        ];
        FailureLists = [.. lists.Where(static list => list.Groups.Count > 0)];
        Refusals = await services.GetRequiredService<RefusedFiles>().GroupsAsync(cancellationToken);
        var searches = services.GetRequiredService<SearchLatencies>();
        Charts =
        [
            AdminChart.Throughput(await monitor.MinutesAsync(AdminChart.Period, cancellationToken), now),
            AdminChart.Latency(await searches.MinutesAsync(AdminChart.Period, cancellationToken), now),
        ];
    }
}
