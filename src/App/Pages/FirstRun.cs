using Photoseek.Indexing;

namespace Photoseek.App.Pages;

/// <summary>Whether the search page shows how to begin: while there are only the demo pictures, and nobody has put it away.</summary>
public static class FirstRun
{
    private const string Cookie = "photoseek-begun";

    /// <summary>Whether it is to be shown.</summary>
    public static bool Shows(HttpRequest request, LibraryStatus? status) =>
        status is { DemoOnly: true } && !request.Cookies.ContainsKey(Cookie);

    /// <summary>Puts it away in this browser, for good.</summary>
    public static void PutAway(HttpContext context) => context.Response.Cookies.Append(Cookie, "yes", new CookieOptions
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Lax,
        Secure = context.Request.IsHttps,
        MaxAge = TimeSpan.FromDays(3650),
    });
}
