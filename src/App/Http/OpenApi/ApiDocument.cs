using System.Reflection;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Photoseek.App.Access;

namespace Photoseek.App.Http.OpenApi;

/// <summary>The description of the API that programs read, at one address.</summary>
internal static class ApiDocument
{
    public const string Address = "/openapi.json";

    /// <summary>The only document there is, by the framework's own name for it.</summary>
    public const string Name = "v1";

    private const string Welcome =
        "Everything that the pages do, for programs. JSON in snake case. What goes wrong is answered by problem details (RFC 9457) with a stable type. "
        + "Requests that a browser sends for another site are refused.";

    public static IServiceCollection AddApiDocument(this IServiceCollection services) => services.AddOpenApi(Name, static options =>
    {
        options.CreateSchemaReferenceId = NameOf;
        options.AddSchemaTransformer<WrittenSchema>();
        options.AddOperationTransformer<NoteTransformer>();
        options.AddDocumentTransformer(static (document, _, _) =>
        {
            document.Info = new OpenApiInfo
            {
                Title = "Photoseek",
                Version = typeof(ApiDocument).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "1",
                Description = Welcome,
            };

            // Where it is served is where it was read: a proxy in front would make any other statement wrong.
            document.Servers = [new OpenApiServer { Url = "/" }];
            document.AddComponent(ProblemSchema.Name, ProblemSchema.Create());
            return Task.CompletedTask;
        });
    });

    /// <summary>Maps <c>/openapi.json</c>.</summary>
    public static IEndpointRouteBuilder MapApiDocument(this IEndpointRouteBuilder routes)
    {
        routes.MapOpenApi(Address).RequireAuthorization(Policies.Anyone);
        return routes;
    }

    // Records within records are called after both, or there would be a Result and a Result2.
    private static string? NameOf(JsonTypeInfo type) => OpenApiOptions.CreateDefaultSchemaReferenceId(type) is not { } name ? null
        : type.Type is { IsNested: true, IsGenericType: false, DeclaringType: { IsClass: true, IsAbstract: false } parent } ? parent.Name + name
        : name;
}
