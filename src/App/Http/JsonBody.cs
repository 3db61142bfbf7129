using System.Text.Json;

namespace Photoseek.App.Http;

/// <summary>A small JSON object with known fields, each wrong one named.</summary>
internal static class JsonBody
{
    /// <summary>The text in the only field that a body may have.</summary>
    /// <exception cref="RequestRefusedException">It is something else.</exception>
    public static async Task<string> TextAsync(HttpRequest request, string field, CancellationToken cancellationToken)
    {
        using var document = await ReadAsync(request, field, cancellationToken);
        return document.RootElement.GetProperty(field) is { ValueKind: JsonValueKind.String } value && TryText(value) is { } text
            ? text
            : throw Wrong(field, "Must be text.");
    }

    /// <summary>The texts in the only field that a body may have: 1 to <paramref name="most"/>.</summary>
    /// <exception cref="RequestRefusedException">It is something else.</exception>
    public static async Task<IReadOnlyList<string>> TextsAsync(HttpRequest request, string field, int most, CancellationToken cancellationToken)
    {
        using var document = await ReadAsync(request, field, cancellationToken);
        var value = document.RootElement.GetProperty(field);
        if (value.ValueKind != JsonValueKind.Array || value.GetArrayLength() is 0 || value.GetArrayLength() > most)
        {
            throw Wrong(field, $"Must be a list of 1 to {most} texts.");
        }

        return [.. value.EnumerateArray().Select((item, place) => TryText(item) ?? throw Wrong($"{field}[{place}]", "Must be text."))];
    }

    /// <summary>The body, whatever it holds, to be disposed by the caller.</summary>
    /// <exception cref="RequestRefusedException">It is no JSON.</exception>
    public static async Task<JsonDocument> ParseAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (!request.HasJsonContentType())
        {
            throw new RequestRefusedException(ProblemKind.WrongContentType, "Send application/json.");
        }

        try
        {
            return await JsonDocument.ParseAsync(request.Body, cancellationToken: cancellationToken);
        }
        catch (JsonException e)
        {
            throw new RequestRefusedException(ProblemKind.MalformedJson, "The body cannot be read as JSON.", e);
        }
    }

    /// <summary>A value that is text; null for anything else.</summary>
    public static string? TryText(JsonElement value)
    {
        try
        {
            return value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair, written as an escape.
            return null;
        }
    }

    /// <summary>The name of a field; a replacement character for one that is no text.</summary>
    public static string NameOf(JsonProperty field)
    {
        try
        {
            return field.Name;
        }
        catch (InvalidOperationException)
        {
            return "\ufffd";
        }
    }

    private static async Task<JsonDocument> ReadAsync(HttpRequest request, string field, CancellationToken cancellationToken)
    {
        var document = await ParseAsync(request, cancellationToken);
        var isObject = document.RootElement.ValueKind == JsonValueKind.Object;
        var unknown = isObject ? document.RootElement.EnumerateObject().Select(NameOf).FirstOrDefault(name => name != field) : null;
        if (isObject && unknown is null && document.RootElement.TryGetProperty(field, out _))
        {
            return document;
        }

        document.Dispose();
        throw unknown is null ? Wrong(field, "Is missing.") : Wrong(unknown, "There is no such field.");
    }

    private static RequestRefusedException Wrong(string field, string sentence) => new(ProblemKind.InvalidRequest, "A field is wrong.")
    {
        Errors = new Dictionary<string, string>(StringComparer.Ordinal) { [field] = sentence },
    };
}
