using Photoseek.App.Http.Jobs;
using Photoseek.Indexing.Jobs;

namespace Photoseek.App.Http.OpenApi;

/// <summary>The background work.</summary>
internal static class JobNotes
{
    private const string Group = "Background work";

    private static readonly Dictionary<string, string> Source = new(StringComparer.Ordinal) { ["source"] = "The name of a configured source." };

    public static readonly Dictionary<string, ApiNote> All = new(StringComparer.Ordinal)
    {
        ["GET /api/jobs"] = new(Group, "How indexing stands: counts, sources, schedules, runs, failures"),
        ["GET /api/jobs/refused"] = new(Group, "Files of a source that are no usable pictures")
        {
            Query =
            [
                new("source", ApiType.Text, "The name of a source.") { Required = true },
                new("reason", ApiType.Text, "Only those that were refused for this."),
                new("after", ApiType.Text, "The last key of the page before."),
                new("limit", ApiType.Whole, "Most files, 1 to 1,000.") { Default = 100 },
            ],
            Problems = [ProblemKind.InvalidRequest, ProblemKind.UnknownSource],
        },
        ["POST /api/jobs/{kind}"] = new(Group, "Ask for work")
        {
            Description = "What a job does not ask for is not looked at; most need nothing sent.",
            Path = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["kind"] = "sync, index-missing, re-embed, install-model, retry, ignore, pause, resume, accept-removal, serve-texts, drop-texts, roll-back-texts or cancel.",
            },
            Body = ApiBody.Json(
                new("source", ApiType.Text, "sync: a source, or else all that are configured. accept-removal: the source."),
                new("image", ApiType.Whole, "retry, ignore: one picture, or else all."),
                new("reason", ApiType.Text, "retry, ignore: those that were given up for this, or else all."),
                new("run", ApiType.Whole, "cancel: the run."),
                new("model", ApiType.Text, "install-model: a model that can be installed."),
                new("start", ApiType.Truth, "install-model: whether the library is to be embedded with it then.") { Default = false },
                new("gone", ApiType.Whole, "accept-removal: how many pictures one was told would go."),
                new("of", ApiType.Text, "retry, ignore: what Ollama was wanted for, or else pictures.") { Choices = ["texts", "captions"] },
                new("generation", ApiType.Whole, "serve-texts, drop-texts: the text generation.")) with
            {
                Required = false,
                Example = """{"source": "archive"}""",
            },
            Answers =
            [
                ApiAnswer.Json(StatusCodes.Status200OK, "It is done.", typeof(JobReply)),
                ApiAnswer.Json(StatusCodes.Status202Accepted, "It will be done in the background.", typeof(JobReply)),
                new(StatusCodes.Status204NoContent, "It is done, and there is nothing to count."),
            ],
            Problems =
            [
                ProblemKind.UnknownJob, ProblemKind.UnknownSource, ProblemKind.UnknownModel, ProblemKind.UnknownRun, ProblemKind.NoRemoval, ProblemKind.JobConflict,
                ProblemKind.InvalidRequest, ProblemKind.MalformedJson,
            ],
        },
        ["PUT /api/jobs/schedules/{source}"] = new(Group, "Set when a source is looked through")
        {
            Path = Source,
            Body = ApiBody.Json(new ApiField("schedule", ApiType.Text, "An interval or a cron expression in UTC; null for only when asked.") { Required = true, Nullable = true }) with
            {
                Example = """{"schedule": "00:15:00"}""",
            },
            Problems = [ProblemKind.UnknownSource, ProblemKind.InvalidRequest, ProblemKind.MalformedJson, ProblemKind.WrongContentType],
        },
        ["DELETE /api/jobs/schedules/{source}"] = new(Group, "Look through a source when the configuration says so again") { Path = Source, Problems = [ProblemKind.UnknownSource, ProblemKind.InvalidRequest] },
        ["GET /api/manifest"] = new(Group, "All pictures with their keys, sums and states, line by line")
        {
            Answers = [new(StatusCodes.Status200OK, "A JSON object a line.", typeof(ManifestLine), "application/x-ndjson")],
        },
        ["GET /api/status/stream"] = new(Group, "How indexing stands, as it changes")
        {
            Answers = [new(StatusCodes.Status200OK, "Server-sent events by the name status.", typeof(StatusEvent), "text/event-stream")],
            Problems = [ProblemKind.TooManyWatchers],
        },
        ["POST /webhooks/s3"] = new(Group, "Tell of what has happened in a bucket")
        {
            Description = "Takes the events of Amazon S3 (also by SNS) and MinIO, with Authorization: Bearer and the token of the source.",
            Body = new ApiBody("application/json", []) { Example = """{"Records": [{"s3": {"bucket": {"name": "photos"}, "object": {"key": "2026/beach.jpg"}}}]}""" },
            Answers = [ApiAnswer.Json(StatusCodes.Status200OK, "They are looked at soon.", typeof(Webhooks.WebhookReply))],
            Problems = [ProblemKind.Unauthorized, ProblemKind.MalformedJson, ProblemKind.TooLarge],
        },
    };
}
