using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using Photoseek.App.Http;

namespace Photoseek.App.Access;

/// <summary>Finds out who asks: by key, by session, or by being on this machine while nobody has a password.</summary>
internal sealed class AccessHandler(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder, AccessBook book, AccessKeys keys)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    private const string Bearer = "Bearer ";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Unasked.At(Context))
        {
            return AuthenticateResult.NoResult();
        }

        var snapshot = await book.CurrentAsync(Context.RequestAborted);
        var shown = Request.Headers.Authorization.ToString();
        if (shown.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase))
        {
            if (AccessKeys.Find(snapshot, shown[Bearer.Length..].Trim()) is not { } key)
            {
                return AuthenticateResult.Fail("No such key.");
            }

            await keys.NoteUseAsync(key, Context.RequestAborted);
            return Is(Caller.Of(key));
        }

        var session = await Context.AuthenticateAsync(Schemes.Cookie);
        return session.Succeeded ? Is(session.Principal)
            : !snapshot.IsClosed && Context.IsFromThisMachine() ? Is(Caller.Owner())
            : AuthenticateResult.NoResult();
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        // What a script fetches is told so, and is not led to a page to sign in on.
        var isVisit = HttpMethods.IsGet(Request.Method) && Request.Headers["Sec-Fetch-Dest"].ToString() is "" or "document";
        if (!HttpApi.IsApi(Request.Path) && isVisit)
        {
            Response.Redirect("/login?return=" + Uri.EscapeDataString(Request.PathBase + Request.Path + Request.QueryString));
            return Task.CompletedTask;
        }

        if (!HttpApi.IsApi(Request.Path))
        {
            Response.StatusCode = StatusCodes.Status401Unauthorized;
            return Task.CompletedTask;
        }

        Response.Headers[HeaderNames.WWWAuthenticate] = "Bearer";
        return Problems.Of(ProblemKind.Unauthorized, book.IsClosed
            ? "Sign in, or send a key as a bearer token: Authorization: Bearer psk_..."
            : "Nobody has a password yet, so only the machine's own user is let in. Set one with: photoseek users set-password admin").ExecuteAsync(Context);
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties)
    {
        if (HttpApi.IsApi(Request.Path))
        {
            return Problems.Of(ProblemKind.Forbidden, "Who asks is known, but may not do this. An administrator can change the role, or make a key with another scope.").ExecuteAsync(Context);
        }

        Response.StatusCode = StatusCodes.Status403Forbidden;
        return Task.CompletedTask;
    }

    private AuthenticateResult Is(System.Security.Claims.ClaimsPrincipal principal) => AuthenticateResult.Success(new AuthenticationTicket(principal, Scheme.Name));
}
