using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace Photoseek.App.Access;

/// <summary>Looks at each session again with each request: who is gone or has a new password is signed out, and a new role holds at once.</summary>
internal sealed class SessionEvents(AccessBook book) : CookieAuthenticationEvents
{
    public override async Task ValidatePrincipal(CookieValidatePrincipalContext context)
    {
        var people = (await book.CurrentAsync(context.HttpContext.RequestAborted)).People;
        if (context.Principal?.PersonId() is { } id && people.TryGetValue(id, out var person) && context.Principal.HasStamp(person.Stamp))
        {
            context.ReplacePrincipal(Caller.Of(person));
            return;
        }

        context.RejectPrincipal();
        await context.HttpContext.SignOutAsync(Schemes.Cookie);
    }
}
