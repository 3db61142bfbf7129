using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Photoseek.App.Access;

namespace Photoseek.App.Pages.Accounts;

/// <summary>Signing in.</summary>
[Authorize(Policies.Anyone)]
[EnableRateLimiting(RateLimits.Tries)]
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
public sealed class LoginModel(SignInDesk desk, AccessBook book) : PageModel
{
    /// <summary>Where to go on, when it is a page of this app.</summary>
    [BindProperty(SupportsGet = true, Name = "return")]
    public string? Back { get; set; }

    /// <summary>What was typed as the name.</summary>
    public string? Name { get; private set; }

    public string? Problem { get; private set; }

    /// <summary>Whether there is anybody to sign in as.</summary>
    public bool IsClosed => book.IsClosed;

    public IActionResult OnGet() =>
        User.IsPerson() ? Onward()
        : User.IsOwner() ? LocalRedirect("/setup")
        : Page();

    public async Task<IActionResult> OnPostAsync(string? name, string? password, CancellationToken cancellationToken)
    {
        switch (await desk.TryAsync(HttpContext, name, password, cancellationToken))
        {
            case SignInOutcome.Done:
                return Onward();
            case SignInOutcome.TooMany:
                Problem = "This name was tried too often. Wait a minute, then try again.";
                Response.StatusCode = StatusCodes.Status429TooManyRequests;
                Response.Headers.RetryAfter = "60";
                break;
            default:
                Problem = "This name and this password do not belong together.";
                Response.StatusCode = StatusCodes.Status401Unauthorized;
                break;
        }

        Name = name;
        return Page();
    }

    private LocalRedirectResult Onward() => LocalRedirect(Url.IsLocalUrl(Back) ? Back : "/");
}
