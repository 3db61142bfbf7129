using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Net.Http.Headers;
using Photoseek.App.Access;
using Photoseek.Indexing;

namespace Photoseek.App.Http.Webhooks;

/// <summary>Where S3 servers tell what has happened in their buckets.</summary>
internal static class WebhooksApi
{
    private const int MaxBytes = 8 * 1024 * 1024;
    private const string Scheme = "Bearer ";

    /// <summary>Maps <c>POST /webhooks/s3</c>.</summary>
    public static IEndpointRouteBuilder MapWebhooks(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/webhooks/s3", TakeAsync)
            .RequireAuthorization(Policies.OwnToken)
            .DisableRateLimiting()
            .AddEndpointFilter(new ProblemFilter())
            .WithMetadata(new RequestSizeLimitAttribute(MaxBytes));
        return routes;
    }

    private static async Task<Results<Ok<WebhookReply>, IResult>> TakeAsync(HttpContext http, SourceEvents events, CancellationToken cancellationToken)
    {
        // Before the body is looked at: without the token there is nothing to be had here, not even an opinion on it.
        var given = http.Request.Headers.Authorization.ToString();
        var sources = given.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? events.Allowed(given[Scheme.Length..].Trim()) : [];
        if (sources.Count == 0)
        {
            http.Response.Headers[HeaderNames.WWWAuthenticate] = "Bearer";
            throw new RequestRefusedException(ProblemKind.Unauthorized, "Send the token of a source as a bearer token.");
        }

        try
        {
            // Some servers name no content type, so none is asked for.
            using var body = await JsonDocument.ParseAsync(http.Request.Body, cancellationToken: cancellationToken);
            return TypedResults.Ok(new WebhookReply(await events.MarkAsync(sources, S3EventBody.Read(body.RootElement), cancellationToken)));
        }
        catch (JsonException exception)
        {
            throw new RequestRefusedException(ProblemKind.MalformedJson, "The body cannot be read as JSON.", exception);
        }
    }
}
