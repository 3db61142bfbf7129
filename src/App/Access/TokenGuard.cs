using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Photoseek.App.Http;

namespace Photoseek.App.Access;

/// <summary>
/// Whatever a session changes through the API needs the page's token in a header: looked at before a byte of the body is
/// read, so that uploads stream. Pages look at theirs themselves; keys are sent by programs on purpose and need none.
/// </summary>
internal sealed class TokenGuard(RequestDelegate next, IAntiforgery antiforgery)
{
    /// <summary>The header that pages' scripts send it in.</summary>
    public const string Header = "X-CSRF-Token";

    public async Task InvokeAsync(HttpContext context)
    {
        if (Caller.IsSafe(context.Request.Method) || !context.User.IsPerson() || IsPage(context)
            || (context.Request.Headers.ContainsKey(Header) && await antiforgery.IsRequestValidAsync(context)))
        {
            await next(context);
            return;
        }

        await Problems.Of(ProblemKind.MissingToken, $"Send what the page says in <meta name=\"csrf\"> as {Header}, or use a key.").ExecuteAsync(context);
    }

    private static bool IsPage(HttpContext context) => context.GetEndpoint()?.Metadata.GetMetadata<PageActionDescriptor>() is not null;
}
