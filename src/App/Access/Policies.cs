using Microsoft.AspNetCore.Authorization;

namespace Photoseek.App.Access;

/// <summary>The policies that endpoints choose from. One that chooses none is refused to everybody.</summary>
internal static class Policies
{
    /// <summary>Anyone at all: signing in, health, the pages' own files.</summary>
    public const string Anyone = "anyone";

    /// <summary>Whoever shows a token of the endpoint's own, which it looks at itself.</summary>
    public const string OwnToken = "own-token";

    /// <summary>A person, or the owner; not a key.</summary>
    public const string SignedIn = "signed-in";

    public const string Search = "search";

    /// <summary>As <see cref="Search"/>, but never for nobody in particular: originals say where they were taken.</summary>
    public const string Originals = "originals";

    /// <summary>Reading takes <see cref="Search"/>, writing <see cref="Upload"/>.</summary>
    public const string Picture = "picture";

    public const string Upload = "upload";

    public const string Embed = "embed";

    public const string Jobs = "jobs";

    public const string Administer = "administer";

    /// <summary>The framework's own route to files of wwwroot that are newer than the build. It takes no policy.</summary>
    internal const string NewerFiles = "{**path:file}";

    public static void Add(AuthorizationOptions options)
    {
        options.AddPolicy(Anyone, static policy => policy.RequireAssertion(static _ => true));
        options.AddPolicy(OwnToken, static policy => policy.RequireAssertion(static _ => true));
        options.AddPolicy(SignedIn, static policy => policy.RequireAssertion(static context => context.User.IsPerson() || context.User.IsOwner()));
        options.AddPolicy(Originals, static policy => policy.RequireAuthenticatedUser().RequireAssertion(static context => context.User.May(Rights.Search)));
        options.AddPolicy(Picture, static policy => policy.RequireAssertion(static context => context.User.May(IsReading(context) ? Rights.Search : Rights.Upload)));
        foreach (var right in (string[])[Search, Upload, Embed, Jobs, Administer])
        {
            options.AddPolicy(right, policy => policy.RequireAssertion(context => context.User.May(right)));
        }

        // Where there is no route there is nothing to protect: 404 and 405 are for everybody.
        options.FallbackPolicy = new AuthorizationPolicyBuilder()
            .RequireAssertion(static context => context.Resource is HttpContext http && http.GetEndpoint() is not RouteEndpoint { RoutePattern.RawText: not NewerFiles })
            .Build();
    }

    /// <summary>For anyone, without so much as asking who it is.</summary>
    public static T ForAnyone<T>(this T builder)
        where T : IEndpointConventionBuilder => builder.RequireAuthorization(Anyone).WithMetadata(Unasked.Instance);

    private static bool IsReading(AuthorizationHandlerContext context) => context.Resource is HttpContext http && Caller.IsSafe(http.Request.Method);
}
