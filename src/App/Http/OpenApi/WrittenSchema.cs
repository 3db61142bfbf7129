using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Photoseek.App.Http.OpenApi;

/// <summary>Describes records as they are written, where the framework describes how they could be read.</summary>
internal sealed class WrittenSchema : IOpenApiSchemaTransformer
{
    public Task TransformAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        // Numbers in quotes would be read, but are never written.
        if (schema.Type is { } type && type.HasFlag(JsonSchemaType.String) && (type.HasFlag(JsonSchemaType.Integer) || type.HasFlag(JsonSchemaType.Number)))
        {
            schema.Type = type & ~JsonSchemaType.String;
            schema.Pattern = null;
        }

        foreach (var property in context.JsonTypeInfo.Properties.Where(IsLeftOutWhenNull))
        {
            schema.Required?.Remove(property.Name);
        }

        return Task.CompletedTask;
    }

    private static bool IsLeftOutWhenNull(JsonPropertyInfo property) => property.AttributeProvider?
        .GetCustomAttributes(typeof(JsonIgnoreAttribute), inherit: true)
        .OfType<JsonIgnoreAttribute>()
        .Any(static attribute => attribute.Condition == JsonIgnoreCondition.WhenWritingNull) == true;
}
