using Microsoft.AspNetCore.Mvc;

namespace Photoseek.App.Pages;

/// <summary>What every answer tells the browser to forbid.</summary>
public static class PageHeaders
{
    private const string ContentSecurityPolicy =
        "default-src 'self'; img-src 'self' data: blob:; object-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'";

    /// <summary>
    /// Adds the headers to each answer, unless the endpoint has set its own: picture bytes go out under a stricter policy than pages.
    /// </summary>
    public static IApplicationBuilder UsePageHeaders(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        // On starting, because the error handler clears what was set before it.
        context.Response.OnStarting(static state =>
        {
            var headers = ((HttpContext)state).Response.Headers;
            headers.TryAdd("Content-Security-Policy", ContentSecurityPolicy);
            headers.TryAdd("X-Content-Type-Options", "nosniff");
            headers.TryAdd("Referrer-Policy", "same-origin");
            headers.TryAdd("Cross-Origin-Opener-Policy", "same-origin");
            KeepForGoingBack((HttpContext)state);
            return Task.CompletedTask;
        }, context);
        return next(context);
    });

    // A page with a form's token in it would not be kept even for going back to it, which for a search by picture means losing
    // it. Pages that ask for that themselves stay as they are, and signing out empties the browser's cache.
    private static void KeepForGoingBack(HttpContext context)
    {
        var headers = context.Response.Headers;
        if (headers.CacheControl == "no-cache, no-store" && context.GetEndpoint()?.Metadata.GetMetadata<ResponseCacheAttribute>() is null)
        {
            headers.CacheControl = "private, no-cache";
            headers.Remove("Pragma");
        }
    }
}
