using System.Data.Common;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Photoseek.App.Access;

namespace Photoseek.App.Pages;

/// <summary>What is said when a page cannot be: any method, because it stands in for the one that failed.</summary>
[Authorize(Policies.Anyone)]
[DisableRateLimiting]
[IgnoreAntiforgeryToken]
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
public sealed class ErrorModel : PageModel
{
    public string Heading => Response.StatusCode switch
    {
        StatusCodes.Status404NotFound => "There is nothing here",
        StatusCodes.Status401Unauthorized => "Sign in first",
        StatusCodes.Status403Forbidden => "That is not for you",
        StatusCodes.Status400BadRequest => "That cannot be understood",
        StatusCodes.Status413PayloadTooLarge => "That is too large",
        StatusCodes.Status429TooManyRequests => "Too much at once",
        StatusCodes.Status503ServiceUnavailable => "The library does not answer right now",
        _ => "Something went wrong",
    };

    public string Advice => Response.StatusCode switch
    {
        StatusCodes.Status404NotFound => "The picture or page you asked for does not exist, or not any more.",
        StatusCodes.Status401Unauthorized => "The session has ended. Sign in, then try again.",
        StatusCodes.Status403Forbidden => "An administrator can give you another role.",
        StatusCodes.Status400BadRequest => "The request was not complete. Go back, load the page anew and try again.",
        StatusCodes.Status413PayloadTooLarge => "Send fewer or smaller pictures at a time.",
        StatusCodes.Status429TooManyRequests => "Wait a moment, then try again.",
        StatusCodes.Status503ServiceUnavailable => "Its database is busy or not reachable. Nothing is lost: try again in a moment.",
        _ => "Nothing is lost. Try again in a moment; the log says what happened.",
    };

    /// <summary>Where the failed page is, where it is worth another try; else null.</summary>
    public string? Again => Response.StatusCode >= StatusCodes.Status500InternalServerError && HttpMethods.IsGet(Request.Method)
        ? HttpContext.Features.Get<IExceptionHandlerPathFeature>()?.Path
        : null;

    public void OnGet() => Settle();

    public void OnPost() => Settle();

    // Asked for by its own address, there is nothing that failed.
    private void Settle()
    {
        if (HttpContext.Features.Get<IExceptionHandlerFeature>()?.Error is DbException or TimeoutException)
        {
            Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        }

        if (Response.StatusCode < StatusCodes.Status400BadRequest)
        {
            Response.StatusCode = StatusCodes.Status404NotFound;
        }
    }
}
