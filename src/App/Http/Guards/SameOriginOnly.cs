namespace Photoseek.App.Http.Guards;

/// <summary>
/// Refuses requests that change something and come from a page of another site. Sessions are protected by tokens as well; but
/// while nobody has a password, any page that the user visits could otherwise post to a server on the user's own machine.
/// </summary>
internal sealed class SameOriginOnly(RequestDelegate next)
{
    public async Task InvokeAsync(HttpContext context)
    {
        if (IsSafe(context.Request.Method) || IsSameOrigin(context.Request))
        {
            await next(context);
            return;
        }

        await Problems.Of(ProblemKind.CrossSite, "This request comes from a page of another site.").ExecuteAsync(context);
    }

    private static bool IsSafe(string method) => HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method);

    // Browsers send one of the two with every such request; programs send neither.
    private static bool IsSameOrigin(HttpRequest request)
    {
        var site = request.Headers["Sec-Fetch-Site"].ToString();
        if (site.Length > 0)
        {
            return site is "same-origin" or "none";
        }

        // The scheme is not compared: behind a proxy that ends TLS it differs.
        var origin = request.Headers.Origin.ToString();
        return origin.Length == 0
            || (Uri.TryCreate(origin, UriKind.Absolute, out var from)
                && HostString.FromUriComponent(from) is var host
                && string.Equals(host.Host, request.Host.Host, StringComparison.OrdinalIgnoreCase)
                && Port(host, from.Port) == Port(request.Host, from.IsDefaultPort ? from.Port : -1));
    }

    private static int Port(HostString host, int otherwise) => host.Port ?? otherwise;
}
