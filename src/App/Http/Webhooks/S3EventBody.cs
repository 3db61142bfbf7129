using System.Net;
using System.Text.Json;

namespace Photoseek.App.Http.Webhooks;

/// <summary>Reads events as Amazon and MinIO send them: <c>Records[].s3</c>, with or without Amazon's notification service around it.</summary>
internal static class S3EventBody
{
    /// <summary>Buckets and whole keys; what is not understood is passed over, as the next listing finds it anyway.</summary>
    /// <exception cref="JsonException">The message inside a notification is no JSON.</exception>
    public static IReadOnlyList<(string Bucket, string Key)> Read(JsonElement body)
    {
        if (Child(body, "Records") is not { ValueKind: JsonValueKind.Array } records)
        {
            if (Text(Child(body, "Message")) is not { } message)
            {
                return [];
            }

            using var inner = JsonDocument.Parse(message);
            return Child(inner.RootElement, "Records") is { ValueKind: JsonValueKind.Array } ? Read(inner.RootElement) : [];
        }

        var objects = new List<(string, string)>(records.GetArrayLength());
        foreach (var record in records.EnumerateArray())
        {
            var event3 = Child(record, "s3");
            if (Text(Child(Child(event3, "bucket"), "name")) is { } bucket && Text(Child(Child(event3, "object"), "key")) is { } key)
            {
                objects.Add((bucket, WebUtility.UrlDecode(key)));
            }
        }

        return objects;
    }

    // Looked for by hand: JsonElement's own look-up fails where a name beside it is half of a surrogate pair.
    private static JsonElement? Child(JsonElement? parent, string name) => parent is { ValueKind: JsonValueKind.Object } element
        ? element.EnumerateObject().Where(field => JsonBody.NameOf(field) == name).Select(static field => (JsonElement?)field.Value).LastOrDefault()
        : null;

    private static string? Text(JsonElement? value) => value is { } text ? JsonBody.TryText(text) : null;
}
