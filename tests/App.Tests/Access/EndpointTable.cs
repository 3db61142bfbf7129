using Microsoft.AspNetCore.Routing;
using Photoseek.App.Access;

namespace Photoseek.App.Tests.Access;

/// <summary>What each endpoint is for whom: an endpoint that is not in here fails the tests, so that somebody decides.</summary>
internal static class EndpointTable
{
    public static readonly IReadOnlyDictionary<string, string> PolicyOf = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["GET /health"] = Policies.Anyone,
        ["GET /health/live"] = Policies.Anyone,
        ["GET /health/ready"] = Policies.Anyone,
        ["GET /favicon.ico"] = Policies.Anyone,
        ["GET /openapi.json"] = Policies.Anyone,
        ["PAGE /api"] = Policies.Anyone,
        ["PAGE /error/{code:int?}"] = Policies.Anyone,
        ["PAGE /login"] = Policies.Anyone,
        ["PAGE /logout"] = Policies.Anyone,
        ["PAGE /setup"] = Policies.Anyone,
        ["POST /webhooks/s3"] = Policies.OwnToken,
        ["PAGE /account"] = Policies.SignedIn,
        ["PAGE /"] = Policies.Search,
        ["PAGE /start"] = Policies.Search,
        ["PAGE /duplicates"] = Policies.Search,
        ["PAGE /deleted"] = Policies.Upload,
        ["PAGE /images/{id:long}"] = Policies.Picture,
        ["POST /search"] = Policies.Search,
        ["GET /api/search/images"] = Policies.Search,
        ["POST /api/search/similar"] = Policies.Search,
        ["GET /api/duplicates"] = Policies.Search,
        ["GET /api/explanations/{id}"] = Policies.Search,
        ["GET /api/suggestions"] = Policies.Search,
        ["GET /api/images/states"] = Policies.Search,
        ["GET /api/images/{id}"] = Policies.Search,
        ["GET /api/images/{id}/thumbnail"] = Policies.Search,
        ["HEAD /api/images/{id}/thumbnail"] = Policies.Search,
        ["GET /api/images/{id}/original"] = Policies.Originals,
        ["HEAD /api/images/{id}/original"] = Policies.Originals,
        ["GET /api/images/download"] = Policies.Originals,
        ["GET /api/status"] = Policies.Search,
        ["GET /stats"] = Policies.Search,
        ["PAGE /upload"] = Policies.Upload,
        ["POST /api/images"] = Policies.Upload,
        ["PUT /api/images/{id}"] = Policies.Upload,
        ["DELETE /api/images/{id}"] = Policies.Upload,
        ["POST /api/images/tags"] = Policies.Upload,
        ["POST /api/images/delete"] = Policies.Upload,
        ["POST /api/images/restore"] = Policies.Upload,
        ["GET /api/images/deleted"] = Policies.Upload,
        ["GET /api/images/{id}/thumbnail/deleted"] = Policies.Upload,
        ["PUT /api/images/{id}/caption"] = Policies.Upload,
        ["POST /embed-image"] = Policies.Embed,
        ["POST /embed-batch"] = Policies.Embed,
        ["POST /embed/image"] = Policies.Embed,
        ["POST /embed/text"] = Policies.Embed,
        ["PAGE /admin"] = Policies.Jobs,
        ["PAGE /admin/refused"] = Policies.Jobs,
        ["GET /api/status/stream"] = Policies.Jobs,
        ["GET /metrics"] = Policies.Jobs,
        ["GET /api/manifest"] = Policies.Jobs,
        ["GET /api/jobs"] = Policies.Jobs,
        ["GET /api/jobs/refused"] = Policies.Jobs,
        ["POST /api/jobs/{kind}"] = Policies.Jobs,
        ["PUT /api/jobs/schedules/{source}"] = Policies.Jobs,
        ["DELETE /api/jobs/schedules/{source}"] = Policies.Jobs,
        ["PAGE /admin/people"] = Policies.Administer,
        ["PAGE /admin/keys"] = Policies.Administer,
    };

    private static readonly Dictionary<string, string[]> _callersOf = new(StringComparer.Ordinal)
    {
        [Policies.SignedIn] = ["viewer", "editor", "admin"],
        [Policies.Search] = ["viewer", "editor", "admin", "key:search"],
        [Policies.Originals] = ["viewer", "editor", "admin", "key:search"],
        [Policies.Picture] = ["viewer", "editor", "admin", "key:search"],
        [Policies.Upload] = ["editor", "admin", "key:upload"],
        [Policies.Embed] = ["editor", "admin", "key:embed"],
        [Policies.Jobs] = ["admin", "key:jobs"],
        [Policies.Administer] = ["admin"],
    };

    public static bool IsAllowed(string policy, string caller) =>
        policy is Policies.Anyone or Policies.OwnToken || _callersOf[policy].Contains(caller);

    /// <summary>What an endpoint is called here: a method and its route, or a page, whose methods are its own affair.</summary>
    public static IEnumerable<string> NamesOf(RouteEndpoint endpoint)
    {
        var route = "/" + endpoint.RoutePattern.RawText!.Trim('/');
        return endpoint.Metadata.GetMetadata<HttpMethodMetadata>() is { HttpMethods: { Count: > 0 } methods }
            ? methods.Select(method => $"{method} {route}")
            : [$"PAGE {route}"];
    }
}
