using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Photoseek.App.Access;

namespace Photoseek.App.Http.OpenApi;

/// <summary>Puts the note of an endpoint into its part of the document.</summary>
internal sealed class NoteTransformer : IOpenApiOperationTransformer
{
    public async Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var method = context.Description.HttpMethod ?? "GET";
        if (ApiNotes.Of(method, "/" + context.Description.RelativePath?.TrimEnd('/')) is not { } note)
        {
            return;
        }

        operation.Summary = note.Summary;
        operation.Description = note.Description;
        operation.Tags = new HashSet<OpenApiTagReference> { new(note.Group, context.Document) };
        operation.Parameters =
        [
            .. (operation.Parameters ?? []).Where(static given => given.In == ParameterLocation.Path).Select(given => Described(given, note)),
            .. note.Query.Select(static field => Parameter(field)),
        ];
        if (note.Body is { } body)
        {
            operation.RequestBody = RequestBody(body);
        }

        operation.Responses ??= [];
        foreach (var answer in note.Answers)
        {
            operation.Responses[$"{answer.Status}"] = await ResponseAsync(answer, context, cancellationToken);
        }

        foreach (var response in operation.Responses.Values.OfType<OpenApiResponse>().Where(static r => r.Description is null or "OK"))
        {
            response.Description = "It was done; the body says what came of it.";
        }

        var isGuarded = context.Description.ActionDescriptor.EndpointMetadata.OfType<IAuthorizeData>().Any(static data => data.Policy is not (Policies.Anyone or Policies.OwnToken));
        foreach (var problems in ProblemsOf(method, note, isGuarded).GroupBy(static problem => problem.Status))
        {
            // An endpoint may say by the same status what is no problem of a request: its parts, of which one is missing.
            operation.Responses.TryAdd($"{problems.Key}", ProblemSchema.Response([.. problems], context.Document!));
        }
    }

    private static IEnumerable<ProblemKind> ProblemsOf(string method, ApiNote note, bool isGuarded) => note.Problems
        .Concat(note.AsksNobody ? [] : [ProblemKind.DatabaseUnavailable])
        .Concat(HttpMethods.IsGet(method) || HttpMethods.IsHead(method) ? [] : isGuarded ? [ProblemKind.CrossSite, ProblemKind.MissingToken] : [ProblemKind.CrossSite])
        .Concat(isGuarded ? [ProblemKind.Unauthorized, ProblemKind.Forbidden, ProblemKind.TooManyRequests] : [])
        .Select(problem => problem == ProblemKind.InvalidSearch ? problem with { Status = note.InvalidStatus } : problem)
        .Distinct()
        .OrderBy(static problem => problem.Status)
        .ThenBy(static problem => problem.Type, StringComparer.Ordinal);

    private static IOpenApiParameter Described(IOpenApiParameter given, ApiNote note)
    {
        if (given is OpenApiParameter parameter && note.Path.TryGetValue(given.Name ?? "", out var meaning))
        {
            parameter.Description = meaning;
        }

        return given;
    }

    private static OpenApiParameter Parameter(ApiField field) => new()
    {
        Name = field.Name,
        In = ParameterLocation.Query,
        Description = field.Meaning,
        Required = field.Required,
        Schema = Schema(field),
    };

    private static OpenApiRequestBody RequestBody(ApiBody body) => new()
    {
        Required = body.Required,
        Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal)
        {
            [body.ContentType] = new OpenApiMediaType
            {
                Schema = new OpenApiSchema
                {
                    Type = JsonSchemaType.Object,
                    Properties = body.Fields.Count == 0 ? null : body.Fields.ToDictionary(static field => field.Name, static field => (IOpenApiSchema)Schema(field, described: true), StringComparer.Ordinal),
                    Required = body.Fields.Where(static field => field.Required).Select(static field => field.Name).ToHashSet(StringComparer.Ordinal),
                },
                Example = body.Example is null ? null : JsonNode.Parse(body.Example),
            },
        },
    };

    private static OpenApiSchema Schema(ApiField field, bool described = false)
    {
        var type = field.Type switch
        {
            ApiType.Text or ApiType.File => JsonSchemaType.String,
            ApiType.Whole => JsonSchemaType.Integer,
            ApiType.Number => JsonSchemaType.Number,
            ApiType.Truth => JsonSchemaType.Boolean,
            _ => JsonSchemaType.Object,
        };
        var one = new OpenApiSchema
        {
            Type = field.Nullable ? type | JsonSchemaType.Null : type,
            Format = field.Type == ApiType.File ? "binary" : null,
            Default = field.Default is null ? null : JsonValue.Create(field.Default),
            Enum = field.Choices.Count == 0 ? null : [.. field.Choices.Select(static choice => (JsonNode)JsonValue.Create(choice))],
        };
        var schema = field.Several ? new OpenApiSchema { Type = JsonSchemaType.Array, Items = one } : one;
        schema.Description = described ? field.Meaning : null;
        return schema;
    }

    private static async Task<OpenApiResponse> ResponseAsync(ApiAnswer answer, OpenApiOperationTransformerContext context, CancellationToken cancellationToken) => new()
    {
        Description = answer.Meaning,
        Content = answer.ContentType is not { } type ? null : new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal)
        {
            [type] = new OpenApiMediaType
            {
                Schema = answer.Body is { } body ? await context.GetOrCreateSchemaAsync(body, null, cancellationToken)
                    : type == "application/json" ? new OpenApiSchema { Type = JsonSchemaType.Object }
                    : new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" },
            },
        },
    };
}
