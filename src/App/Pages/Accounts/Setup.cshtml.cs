using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Photoseek.App.Access;

namespace Photoseek.App.Pages.Accounts;

/// <summary>The first administrator's password: set by the machine's own user, once.</summary>
[Authorize(Policies.Anyone)]
[EnableRateLimiting(RateLimits.Tries)]
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
public sealed class SetupModel(People people, SignInDesk desk) : PageModel
{
    public string? Name { get; private set; } = "admin";

    public string? Problem { get; private set; }

    public IActionResult OnGet() => User.IsOwner() ? Page() : LocalRedirect("/login");

    public async Task<IActionResult> OnPostAsync(string? name, string? password, string? again, CancellationToken cancellationToken)
    {
        if (!User.IsOwner())
        {
            return LocalRedirect("/login");
        }

        Name = name;
        Problem = People.ProblemOf(name) ?? Passwords.ProblemOf(password) ?? (password == again ? null : "The two passwords are not the same.");
        if (Problem is not null)
        {
            Response.StatusCode = StatusCodes.Status400BadRequest;
            return Page();
        }

        // Somebody else may have come a moment ago; then there is a password to be asked for.
        if (await people.AddFirstAsync(name!, password!, cancellationToken) && await people.FindAsync(name!, cancellationToken) is { } first)
        {
            await desk.BeginAsync(HttpContext, first.Id, cancellationToken);
            return LocalRedirect("/");
        }

        return LocalRedirect("/login");
    }
}
