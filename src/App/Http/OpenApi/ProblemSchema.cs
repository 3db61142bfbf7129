using System.Reflection;
using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace Photoseek.App.Http.OpenApi;

/// <summary>How the document tells of problems: one shape, its types listed, and by endpoint which of them there are.</summary>
internal static class ProblemSchema
{
    public const string Name = "Problem";

    /// <summary>All kinds, by type.</summary>
    public static IReadOnlyList<ProblemKind> Kinds { get; } =
    [
        .. typeof(ProblemKind).GetFields(BindingFlags.Public | BindingFlags.Static)
            .Select(static field => field.GetValue(null))
            .OfType<ProblemKind>()
            .OrderBy(static kind => kind.Type, StringComparer.Ordinal),
    ];

    public static OpenApiSchema Create() => new()
    {
        Type = JsonSchemaType.Object,
        Description = "What went wrong (RFC 9457). A defect of the app itself is 500 without a type of ours.\n\n"
            + string.Join('\n', Kinds.Select(static kind => $"- `{kind.Type}` ({kind.Status}): {kind.Title}")),
        Properties = new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal)
        {
            ["type"] = new OpenApiSchema
            {
                Type = JsonSchemaType.String,
                Description = "Stable: programs may compare it.",
                Enum = [.. Kinds.Select(static kind => (JsonNode)JsonValue.Create(kind.Type))],
            },
            ["title"] = new OpenApiSchema { Type = JsonSchemaType.String, Description = "The same for every case of the type." },
            ["status"] = new OpenApiSchema { Type = JsonSchemaType.Integer, Description = "That of the answer." },
            ["detail"] = new OpenApiSchema { Type = JsonSchemaType.String, Description = "What happened, and what to do." },
            ["errors"] = new OpenApiSchema
            {
                Type = JsonSchemaType.Object,
                Description = "Sentences by field, where fields are wrong.",
                AdditionalProperties = new OpenApiSchema { Type = JsonSchemaType.Array, Items = new OpenApiSchema { Type = JsonSchemaType.String } },
            },
        },
        Required = new HashSet<string>(StringComparer.Ordinal) { "type", "title", "status" },
    };

    /// <summary>The answer of problems that share a status.</summary>
    public static OpenApiResponse Response(IReadOnlyList<ProblemKind> kinds, OpenApiDocument document) => new()
    {
        Description = string.Join(' ', kinds.Select(static kind => $"{kind.Title} (`{kind.Type}`)")),
        Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal)
        {
            ["application/problem+json"] = new OpenApiMediaType
            {
                Schema = new OpenApiSchemaReference(Name, document),
                Example = new JsonObject { ["type"] = kinds[0].Type, ["title"] = kinds[0].Title, ["status"] = kinds[0].Status },
            },
        },
    };
}
