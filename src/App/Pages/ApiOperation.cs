using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.OpenApi;

namespace Photoseek.App.Pages;

/// <summary>An endpoint as the page shows it.</summary>
/// <param name="Group">What it is about.</param>
/// <param name="Method">GET, POST ...</param>
/// <param name="Path">With the names of its parts in braces.</param>
/// <param name="Summary">A line.</param>
/// <param name="Description">What else there is to say; null for nothing.</param>
/// <param name="Fields">What it takes, in the path, the query and the body.</param>
/// <param name="Example">A body, as JSON; null for none.</param>
/// <param name="Answers">By status.</param>
public sealed record ApiOperation(
    string Group, string Method, string Path, string Summary, string? Description, IReadOnlyList<ApiOperation.Field> Fields, string? Example, IReadOnlyList<ApiOperation.Answer> Answers)
{
    private static readonly JsonSerializerOptions _readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>What a link within the page goes to.</summary>
    public string Anchor => string.Concat($"{Method}{Path}".ToLowerInvariant().Select(static c => char.IsAsciiLetterOrDigit(c) ? c : '-')).TrimEnd('-');

    internal static ApiOperation Of(string path, string method, OpenApiOperation operation) => new(
        operation.Tags?.FirstOrDefault()?.Name ?? "Other",
        method,
        path,
        operation.Summary ?? "",
        operation.Description,
        [.. (operation.Parameters ?? []).Select(Field.Of), .. (operation.RequestBody?.Content ?? new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal)).SelectMany(static body => Field.Of(body.Key, body.Value))],
        operation.RequestBody?.Content?.Values.FirstOrDefault()?.Example?.ToJsonString(_readable),
        [.. (operation.Responses ?? []).OrderBy(static response => response.Key, StringComparer.Ordinal).Select(Answer.Of)]);

    /// <param name="Name">As it is sent.</param>
    /// <param name="Place">path, query, JSON or form.</param>
    /// <param name="Type">What it holds, with what it is unless sent.</param>
    /// <param name="Required">Whether it must be there.</param>
    /// <param name="Meaning">A sentence.</param>
    public sealed record Field(string Name, string Place, string Type, bool Required, string? Meaning)
    {
        internal static Field Of(IOpenApiParameter parameter) => new(
            parameter.Name ?? "", parameter.In == ParameterLocation.Path ? "path" : "query", TypeOf(parameter.Schema), parameter.Required, parameter.Description);

        internal static IEnumerable<Field> Of(string contentType, OpenApiMediaType body) => (body.Schema?.Properties ?? new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal))
            .Select(field => new Field(field.Key, contentType == "application/json" ? "JSON" : "form", TypeOf(field.Value), body.Schema?.Required?.Contains(field.Key) == true, field.Value.Description));

        private static string TypeOf(IOpenApiSchema? schema)
        {
            var one = schema?.Items ?? schema;
            var name = (one?.Type & ~JsonSchemaType.Null) switch
            {
                _ when one?.Format == "binary" => "file",
                JsonSchemaType.String when one?.Enum is { Count: > 0 } choices => string.Join(" | ", choices.Select(static choice => choice.ToString())),
                JsonSchemaType.String => "text",
                JsonSchemaType.Integer => "whole number",
                JsonSchemaType.Number => "number",
                JsonSchemaType.Boolean => "true | false",
                JsonSchemaType.Object => "object",
                _ => "text",
            };
            return (schema?.Items is null ? name : name + ", several") + (schema?.Default is { } otherwise ? string.Create(CultureInfo.InvariantCulture, $" = {otherwise}") : "");
        }
    }

    /// <param name="Status">Of HTTP.</param>
    /// <param name="ContentType">Null for no body.</param>
    /// <param name="Shape">The record in it; null where it has no name.</param>
    /// <param name="Meaning">A sentence.</param>
    public sealed record Answer(string Status, string? ContentType, string? Shape, string? Meaning)
    {
        internal static Answer Of(KeyValuePair<string, IOpenApiResponse> response)
        {
            var content = response.Value.Content?.FirstOrDefault();
            return new Answer(
                response.Key,
                content?.Key,
                ((content?.Value?.Schema ?? content?.Value?.Schema?.Items) as OpenApiSchemaReference)?.Reference.Id,
                response.Value.Description?.Replace("`", "", StringComparison.Ordinal));
        }
    }
}
