using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.OpenApi;
using Photoseek.App.Access;
using Photoseek.App.Http.OpenApi;

namespace Photoseek.App.Pages;

/// <summary>The description of the API for people; programs read the same at /openapi.json.</summary>
[Authorize(Policies.Anyone)]
public sealed class ApiModel([FromKeyedServices(ApiDocument.Name)] IOpenApiDocumentProvider documents) : PageModel
{
    /// <summary>The endpoints by what they are about; what nobody has put into an order comes last.</summary>
    public IReadOnlyList<(string Group, IReadOnlyList<ApiOperation> Operations)> Groups { get; private set; } = [];

    private static readonly string[] Order = ["Search", "Pictures", "Vectors", "Background work", "State"];

    public string Welcome { get; private set; } = "";

    /// <summary>All types of problems, with status and title.</summary>
    public static IReadOnlyList<(string Type, int Status, string Title)> Problems => [.. ProblemSchema.Kinds.Select(static kind => (kind.Type, kind.Status, kind.Title))];

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        var document = await documents.GetOpenApiDocumentAsync(cancellationToken);
        Welcome = document.Info.Description ?? "";
        var operations =
            from path in document.Paths
            from operation in path.Value.Operations ?? []
            where operation.Key != HttpMethod.Head
            select ApiOperation.Of(path.Key, operation.Key.Method, operation.Value);
        Groups = [.. operations.GroupBy(static operation => operation.Group).OrderBy(static group => (uint)Array.IndexOf(Order, group.Key)).Select(static group => (group.Key, (IReadOnlyList<ApiOperation>)[.. group]))];
    }
}
