using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Photoseek.App.Access;

namespace Photoseek.App.Pages.Accounts;

/// <summary>Signing out, with a button: a link could be followed from anywhere.</summary>
[Authorize(Policies.Anyone)]
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
public sealed class LogoutModel(People people) : PageModel
{
    /// <param name="everywhere">On all machines, not on this one alone.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<IActionResult> OnPostAsync(bool everywhere, CancellationToken cancellationToken)
    {
        if (everywhere && User.PersonId() is { } id)
        {
            await people.SignOutEverywhereAsync(id, cancellationToken);
        }

        await HttpContext.SignOutAsync(Schemes.Cookie);

        // Going back must not show what only the one who was signed in may see.
        Response.Headers["Clear-Site-Data"] = "\"cache\"";
        return LocalRedirect("/login");
    }
}
