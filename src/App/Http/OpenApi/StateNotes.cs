using Photoseek.App.Http.Health;

namespace Photoseek.App.Http.OpenApi;

/// <summary>How the app itself is.</summary>
internal static class StateNotes
{
    private const string Group = "State";

    public static readonly Dictionary<string, ApiNote> All = new(StringComparer.Ordinal)
    {
        ["GET /api/status"] = new(Group, "Counts over the library, and what waits for Ollama"),
        ["GET /stats"] = new(Group, "How long searches took, over the last 10,000"),
        ["GET /metrics"] = new(Group, "What is measured, for Prometheus")
        {
            Description = "The text format 0.0.4. A key with the scope jobs may read it: authorization.credentials of the scrape configuration.",
            Answers = [new(StatusCodes.Status200OK, "A figure a line.", null, "text/plain")],
        },
        ["GET /health"] = new(Group, "Whether all parts work")
        {
            Description = "Degraded without a model: searches are answered by words then. 503 where there is no database, and nothing can be answered.",
            Answers =
            [
                ApiAnswer.Json(StatusCodes.Status200OK, "Searches are answered.", typeof(HealthApi.Parts)),
                ApiAnswer.Json(StatusCodes.Status503ServiceUnavailable, "They are not.", typeof(HealthApi.Parts)),
            ],
        },
        ["GET /health/live"] = new(Group, "Whether the process lives; asks nobody") { AsksNobody = true, Answers = [new(StatusCodes.Status200OK, "It does.", null, "application/json")] },
        ["GET /health/ready"] = new(Group, "Whether requests should be sent here")
        {
            Answers =
            [
                ApiAnswer.Json(StatusCodes.Status200OK, "They should.", typeof(HealthApi.Readiness)),
                ApiAnswer.Json(StatusCodes.Status503ServiceUnavailable, "They should not.", typeof(HealthApi.Readiness)),
            ],
        },
    };
}
