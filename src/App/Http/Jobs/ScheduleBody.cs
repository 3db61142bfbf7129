using System.Text.Json;

namespace Photoseek.App.Http.Jobs;

/// <summary>The body that sets a schedule: <c>{"schedule": "00:15:00"}</c>, or null for only when asked.</summary>
internal static class ScheduleBody
{
    private const string Field = "schedule";

    /// <returns>The text; empty for only when asked.</returns>
    /// <exception cref="RequestRefusedException">It is something else.</exception>
    public static async Task<string> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        using var document = await JsonBody.ParseAsync(request, cancellationToken);
        if (document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty(Field, out var value)
            && (value.ValueKind == JsonValueKind.Null ? "" : JsonBody.TryText(value)) is { } text)
        {
            return text;
        }

        throw new RequestRefusedException(ProblemKind.InvalidRequest, "A field is wrong.")
        {
            Errors = new Dictionary<string, string>(StringComparer.Ordinal) { [Field] = "Must be an interval or a cron expression, or null for only when asked." },
        };
    }
}
