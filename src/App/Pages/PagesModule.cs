namespace Photoseek.App.Pages;

/// <summary>The pages people see. Wants the Indexing, Search and Embedding modules.</summary>
public static class PagesModule
{
    /// <summary>Adds the pages and what they share.</summary>
    public static WebApplicationBuilder AddPages(this WebApplicationBuilder builder)
    {
        // The app runs from its build output with the repository as content root, in any environment:
        // the manifest beside the assembly says where wwwroot is.
        builder.WebHost.UseStaticWebAssets();
        builder.Services.AddRazorPages();
        builder.Services.AddSingleton<LibraryGlance>();
        return builder;
    }

    /// <summary>Gives the pages' errors and unknown addresses a page. The API answers with problem details of its own.</summary>
    public static WebApplication UsePageErrors(this WebApplication app)
    {
        app.UseWhen(
            context => !IsForPrograms(context.Request.Path),
            branch =>
            {
                branch.UseExceptionHandler("/error");
                branch.UseStatusCodePagesWithReExecute("/error/{0}");
            });

        // Said here, or it would run first of all, and the error pages' addresses could not be routed any more.
        app.UseRouting();
        return app;
    }

    /// <summary>Maps the pages and their static files.</summary>
    public static WebApplication MapPages(this WebApplication app)
    {
        app.MapStaticAssets();
        app.MapRazorPages().WithStaticAssets();
        return app;
    }

    private static bool IsForPrograms(PathString path) =>
        path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase) || path.StartsWithSegments("/health", StringComparison.OrdinalIgnoreCase);
}
