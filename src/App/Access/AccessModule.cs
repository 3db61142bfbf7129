using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;

namespace Photoseek.App.Access;

/// <summary>Who may do what, and how often.</summary>
internal static class AccessModule
{
    private static readonly TimeSpan RequestTimeout = TimeSpan.FromMinutes(2);

    /// <summary>Adds people and keys, for every verb.</summary>
    public static IServiceCollection AddAccess(this IServiceCollection services, IConfigurationSection access, IConfigurationSection limits)
    {
        services.AddOptions<AccessOptions>().Bind(access).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<LimitOptions>().Bind(limits).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<AccessBook>();
        services.AddSingleton<People>();
        services.AddSingleton<AccessKeys>();
        return services;
    }

    /// <summary>Adds sessions, policies, limits and tokens, for the web host.</summary>
    public static IServiceCollection AddAccessControl(this IServiceCollection services)
    {
        services.AddSingleton<SignInDesk>();
        services.AddScoped<SessionEvents>();
        services.AddAuthentication(Schemes.Any).AddScheme<AuthenticationSchemeOptions, AccessHandler>(Schemes.Any, null).AddCookie(Schemes.Cookie, static cookie =>
        {
            cookie.Cookie.Name = "photoseek";
            cookie.Cookie.HttpOnly = true;
            cookie.Cookie.SameSite = SameSiteMode.Lax;
            cookie.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            cookie.SlidingExpiration = true;
            cookie.EventsType = typeof(SessionEvents);
        });
        services.AddOptions<Microsoft.AspNetCore.Authentication.Cookies.CookieAuthenticationOptions>(Schemes.Cookie)
            .Configure<IOptions<AccessOptions>>(static (cookie, access) => cookie.ExpireTimeSpan = access.Value.SessionAge);
        services.AddAuthorization(Policies.Add);
        services.AddAntiforgery(static tokens =>
        {
            tokens.HeaderName = TokenGuard.Header;
            tokens.Cookie.Name = "photoseek-form";
            tokens.Cookie.SameSite = SameSiteMode.Strict;
            tokens.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        });
        services.AddRateLimiter(static _ => { });
        services.AddOptions<RateLimiterOptions>().Configure<IOptions<LimitOptions>>(RateLimits.Configure);
        services.AddRequestTimeouts(static timeouts => timeouts.DefaultPolicy = new RequestTimeoutPolicy { Timeout = RequestTimeout });
        return services;
    }

    /// <summary>Looks at who asks before anything else does. After routing.</summary>
    public static WebApplication UseAccessControl(this WebApplication app)
    {
        var isPublic = app.Services.GetRequiredService<IOptions<AccessOptions>>().Value.PublicSearch;
        app.UseAuthentication();
        app.Use((context, next) =>
        {
            if (isPublic && context.User.Identity is not { IsAuthenticated: true })
            {
                context.User.AddIdentity(Caller.Anybody());
            }

            return next(context);
        });
        app.UseRateLimiter();
        app.UseRequestTimeouts();
        app.UseAuthorization();
        app.UseMiddleware<SizeGuard>();
        app.UseMiddleware<TokenGuard>();
        return app;
    }

    /// <summary>Lets the administrator of the configuration in, where nobody is there yet, and reads who there is.</summary>
    public static async Task OpenAccessAsync(this WebApplication app, CancellationToken cancellationToken)
    {
        var access = app.Services.GetRequiredService<IOptions<AccessOptions>>().Value;
        if (access.AdminPassword is { } password && await app.Services.GetRequiredService<People>().AddFirstAsync(access.AdminName, password, cancellationToken))
        {
            app.Services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(AccessModule)).AdministratorSetUp(access.AdminName);
        }

        await app.Services.GetRequiredService<AccessBook>().RefreshAsync(cancellationToken);
    }
}
