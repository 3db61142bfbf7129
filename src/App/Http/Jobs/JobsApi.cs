using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using Photoseek.App.Access;
using Photoseek.App.Pages;
using Photoseek.Indexing;
using Photoseek.Indexing.Captions;
using Photoseek.Indexing.Jobs;
using Photoseek.Indexing.Texts;

namespace Photoseek.App.Http.Jobs;

/// <summary>Watching and steering the background work.</summary>
internal static class JobsApi
{
    private const int FlushEvery = 200;
    private const int Runs = 50;
    private const int Refused = 100;

    public static IServiceCollection AddJobsApi(this IServiceCollection services)
    {
        services.AddSingleton<StatusStream>();
        services.AddSingleton<JobsAtHand>();
        services.AddSingleton<SearchLatencies>();
        services.AddHostedService(static s => s.GetRequiredService<SearchLatencies>());
        return services;
    }

    /// <summary>Maps <c>/api/jobs</c>, <c>/api/status/stream</c> and <c>/api/manifest</c>.</summary>
    public static IEndpointRouteBuilder MapJobsApi(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/status/stream", static (StatusStream stream, HttpContext context) => stream.Open(context))
            .RequireAuthorization(Policies.Jobs)
            .DisableRequestTimeout();
        routes.MapGet("/api/manifest", ManifestAsync).AddEndpointFilter(new ProblemFilter()).RequireAuthorization(Policies.Jobs).WithRequestTimeout(TimeSpan.FromHours(1));
        var jobs = routes.MapGroup("/api/jobs").AddEndpointFilter(new ProblemFilter()).RequireAuthorization(Policies.Jobs);
        jobs.MapGet("", ListAsync);
        jobs.MapGet("/refused", RefusedAsync);
        jobs.MapPost("/{kind}", RunAsync);
        jobs.MapPut("/schedules/{source}", static async (string source, HttpRequest request, JobsAtHand at, CancellationToken cancellationToken) =>
            TypedResults.Ok(await at.SetScheduleAsync(source, await ScheduleBody.ReadAsync(request, cancellationToken), cancellationToken)));
        jobs.MapDelete("/schedules/{source}", static async (string source, JobsAtHand at, CancellationToken cancellationToken) =>
            TypedResults.Ok(await at.SetScheduleAsync(source, null, cancellationToken)));
        return routes;
    }

    private static async Task<IResult> RunAsync(string kind, HttpRequest request, JobsAtHand at, CancellationToken cancellationToken)
    {
        var body = await ReadAsync(request, cancellationToken);
        var meant = new Failures(body.Image, body.Reason);
        switch (kind)
        {
            case LibraryJobs.Sync:
                return TypedResults.Accepted("/api/jobs", new JobReply(await at.SyncAsync(body.Source, cancellationToken)));
            case LibraryJobs.IndexMissing or LibraryJobs.Reembed:
                await at.OweAsync(kind == LibraryJobs.Reembed, cancellationToken);
                return TypedResults.Accepted("/api/jobs", new JobReply(1));
            case LibraryJobs.InstallModel:
                await at.InstallAsync(body.Model, body.Start, cancellationToken);
                return TypedResults.Accepted("/api/jobs", new JobReply(1));
            case "retry":
                return TypedResults.Ok(new JobReply(TaskOf(body.Of) is { } retried
                    ? await at.OllamaFailures.RetryAsync(retried, meant, cancellationToken)
                    : await at.Control.RetryAsync(meant, cancellationToken)));
            case "ignore":
                return TypedResults.Ok(new JobReply(TaskOf(body.Of) is { } ignored
                    ? await at.OllamaFailures.IgnoreAsync(ignored, meant, cancellationToken)
                    : await at.Control.IgnoreAsync(meant, cancellationToken)));
            case "serve-texts":
                return Outcome(await at.Texts.FlipAsync(body.Generation ?? 0, cancellationToken), FlipOutcome.Flipped);
            case "drop-texts":
                return Outcome(await at.Texts.DropAsync(body.Generation ?? 0, cancellationToken), DropOutcome.Dropped);
            case "roll-back-texts":
                return Outcome(await at.Texts.RollBackAsync(cancellationToken) ? RollBackOutcome.RolledBack : RollBackOutcome.NothingBefore, RollBackOutcome.RolledBack);
            case "pause":
                await at.Control.PauseAsync(cancellationToken);
                return TypedResults.NoContent();
            case "resume":
                await at.Control.ResumeAsync(cancellationToken);
                return TypedResults.NoContent();
            case "accept-removal":
                return body.Source is { } source && await at.AcceptRemovalAsync(source, body.Gone, cancellationToken) is { } gone
                    ? TypedResults.Accepted("/api/jobs", new JobReply((int)gone))
                    : Problems.Of(ProblemKind.NoRemoval, "Give the name of a source of which more is gone than goes without asking as \"source\".");
            case "cancel":
                return body.Run is { } run && await at.Runs.CancelAsync(run, cancellationToken)
                    ? TypedResults.Accepted("/api/jobs")
                    : Problems.Of(ProblemKind.UnknownRun, "Give the number of a run that is under way as \"run\".");
            default:
                return Problems.Of(ProblemKind.UnknownJob, "The jobs are sync, index-missing, re-embed, install-model, retry, ignore, pause, resume, accept-removal, serve-texts, drop-texts, roll-back-texts and cancel.");
        }
    }

    // What became of it, in the page's words.
    private static IResult Outcome<T>(T became, T wanted)
        where T : struct, Enum => became.Equals(wanted)
            ? TypedResults.Ok(new JobReply(1))
            : Problems.Of(ProblemKind.JobConflict, AdminWording.Of(became.ToString(), 0) ?? "It could not be done.");

    private static OllamaTask? TaskOf(string? name) => name switch
    {
        null => null,
        "texts" => OllamaTask.Texts,
        "captions" => OllamaTask.Captions,
        _ => throw new RequestRefusedException(ProblemKind.InvalidRequest, "A field is wrong.")
        {
            Errors = new Dictionary<string, string>(StringComparer.Ordinal) { ["of"] = "Must be texts or captions." },
        },
    };

    // Most jobs need nothing said, so nothing need be sent.
    private static async Task<JobBody> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return request.HasJsonContentType() ? await request.ReadFromJsonAsync<JobBody>(cancellationToken) ?? new JobBody() : new JobBody();
        }
        catch (JsonException exception)
        {
            throw new RequestRefusedException(ProblemKind.MalformedJson, exception.Message);
        }
    }

    private static async Task<Ok<JobList>> ListAsync(
        IndexingMonitor monitor, RefusedFiles refused, JobsAtHand at, LibraryCaptions captions, CancellationToken cancellationToken)
    {
        var overview = await monitor.OverviewAsync(cancellationToken);
        return TypedResults.Ok(new JobList(
            StatusEvent.Of(overview), await at.SchedulesAsync(cancellationToken), await at.Runs.NewestAsync(Runs, cancellationToken), overview.Generations,
            await monitor.SourcesAsync(cancellationToken), await monitor.FailuresAsync(cancellationToken),
            await refused.GroupsAsync(cancellationToken),
            await at.Texts.StatusAsync(cancellationToken), await captions.StatusAsync(cancellationToken),
            await at.OllamaFailures.ListAsync(OllamaTask.Texts, cancellationToken), await at.OllamaFailures.ListAsync(OllamaTask.Captions, cancellationToken)));
    }

    private static async Task<Ok<RefusedPage>> RefusedAsync(string? source, string? reason, string? after, int? limit, RefusedFiles refused, CancellationToken cancellationToken)
    {
        if (limit is < 1 or > RefusedFiles.MostFiles)
        {
            throw new RequestRefusedException(ProblemKind.InvalidRequest, "A field is wrong.")
            {
                Errors = new Dictionary<string, string>(StringComparer.Ordinal) { ["limit"] = $"Must be from 1 to {RefusedFiles.MostFiles}." },
            };
        }

        return TypedResults.Ok(await refused.PageAsync(source ?? "", reason, after, limit ?? Refused, cancellationToken)
            ?? throw new RequestRefusedException(ProblemKind.UnknownSource, "Give the name of a source of the library as \"source\"."));
    }

    private static async Task ManifestAsync(HttpContext context, IndexingMonitor monitor, IOptions<JsonOptions> json, CancellationToken cancellationToken)
    {
        var response = context.Response;
        var count = 0;
        await foreach (var line in monitor.ManifestAsync(cancellationToken))
        {
            // Not before the first line: until then a database that is away is still told of.
            if (count++ == 0)
            {
                Begin(response);
            }

            await JsonSerializer.SerializeAsync(response.BodyWriter.AsStream(leaveOpen: true), line, json.Value.SerializerOptions, cancellationToken);
            await response.WriteAsync("\n", cancellationToken);
            if (count % FlushEvery == 0)
            {
                await response.BodyWriter.FlushAsync(cancellationToken);
            }
        }

        if (count == 0)
        {
            Begin(response);
        }
    }

    private static void Begin(HttpResponse response)
    {
        response.ContentType = "application/x-ndjson; charset=utf-8";
        response.Headers.ContentDisposition = "attachment; filename=\"photoseek-manifest.jsonl\"";
    }
}
