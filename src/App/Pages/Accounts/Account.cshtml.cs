using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Photoseek.App.Access;

namespace Photoseek.App.Pages.Accounts;

/// <summary>One's own password, and the way out.</summary>
[Authorize(Policies.SignedIn)]
[EnableRateLimiting(RateLimits.Tries)]
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
public sealed class AccountModel(People people, SignInDesk desk) : PageModel
{
    public string? Done { get; private set; }

    public string? Problem { get; private set; }

    /// <summary>What the session may do, in a word.</summary>
    public string Role => User.May(Rights.Administer) ? "Administrator" : User.May(Rights.Upload) ? "Editor" : "Viewer";

    public IActionResult OnGet() => User.IsOwner() ? LocalRedirect("/setup") : Page();

    public async Task<IActionResult> OnPostAsync(string? current, string? password, string? again, CancellationToken cancellationToken)
    {
        if (User.PersonId() is not { } id || User.Identity?.Name is not { } name || await people.FindAsync(name, cancellationToken) is not { } found)
        {
            return LocalRedirect("/setup");
        }

        Problem = await desk.MatchesAsync(found.Hash, current, cancellationToken)
            ? Passwords.ProblemOf(password) ?? (password == again ? null : "The two new passwords are not the same.")
            : "This is not your password.";
        if (Problem is not null)
        {
            Response.StatusCode = StatusCodes.Status400BadRequest;
            return Page();
        }

        await people.SetPasswordAsync(id, password!, cancellationToken);
        await desk.BeginAsync(HttpContext, id, cancellationToken);
        Done = "The password is changed. Everywhere else you are signed out.";
        return Page();
    }
}
