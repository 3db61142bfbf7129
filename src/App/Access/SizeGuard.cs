using Microsoft.AspNetCore.Http.Features;
using Photoseek.App.Http;

namespace Photoseek.App.Access;

/// <summary>
/// Refuses a body that says of itself that it is too large, before anybody reads it. One that does not say is cut off by the
/// server when it is; but whoever looks for a form's token in what is left would say that the token is missing.
/// </summary>
internal sealed class SizeGuard(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        var size = context.Features.Get<IHttpMaxRequestBodySizeFeature>();
        if (context.Request.ContentLength is not { } length || size?.MaxRequestBodySize is not { } most || length <= most)
        {
            return next(context);
        }

        // The server throws away what is still coming, for some seconds: who is cut off while sending never reads the answer.
        size.MaxRequestBodySize = null;
        if (HttpApi.IsApi(context.Request.Path))
        {
            return Problems.Of(ProblemKind.TooLarge, BodyLimit.Sentence(most)).ExecuteAsync(context);
        }

        context.Response.StatusCode = StatusCodes.Status413PayloadTooLarge;
        return Task.CompletedTask;
    }
}
