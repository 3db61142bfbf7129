using Microsoft.AspNetCore.DataProtection;
using Photoseek.App.Access;
using Photoseek.App.Http;

namespace Photoseek.App.Pages;

/// <summary>The pages people see. Wants the Indexing, Search and Embedding modules.</summary>
internal static class PagesModule
{
    /// <summary>Adds the pages and what they share.</summary>
    /// <param name="builder">The host's.</param>
    /// <param name="data">The folder that the app writes to: keys are kept there, so that a restart does not void what they signed.</param>
    public static WebApplicationBuilder AddPages(this WebApplicationBuilder builder, string data)
    {
        // The app runs from its build output: the manifest beside the assembly says where wwwroot is.
        builder.WebHost.UseStaticWebAssets();
        builder.Services.AddRazorPages(pages =>
        {
            pages.Conventions.AddPageApplicationModelConvention("/Upload", static page => page.Filters.Add(new SwitchedPage(static switches => switches.Uploads)));
            pages.Conventions.AddPageApplicationModelConvention("/Index", static page => page.Filters.Add(new SwitchedPage(static switches => switches.PictureSearch, BringsPictures)));
        });
        var keys = Directory.CreateDirectory(Path.Combine(data, "keys"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        builder.Services.AddDataProtection().SetApplicationName("Photoseek").PersistKeysToFileSystem(keys);
        builder.Logging.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error);
        builder.Services.AddSingleton<LibraryGlance>();
        return builder;
    }

    /// <summary>Gives the pages' errors and unknown addresses a page. The API answers with problem details of its own.</summary>
    public static WebApplication UsePageErrors(this WebApplication app)
    {
        app.UseWhen(context => !HttpApi.IsApi(context.Request.Path), branch =>
        {
            branch.UseExceptionHandler("/error");
            branch.UseStatusCodePagesWithReExecute("/error/{0}");
        });

        // Said here, or it would run first of all, and the error pages' addresses could not be routed any more.
        app.UseRouting();
        return app;
    }

    // Pictures that are sent, or what they looked like on further pages.
    private static bool BringsPictures(HttpRequest request) => HttpMethods.IsPost(request.Method) || request.Query.ContainsKey("look");

    /// <summary>Maps the pages and their static files.</summary>
    public static WebApplication MapPages(this WebApplication app)
    {
        app.MapStaticAssets().ForAnyone();

        // Browsers ask for it by themselves, now and then before they have read what the page says.
        app.MapGet("/favicon.ico", static () => TypedResults.LocalRedirect("/favicon.svg", permanent: true)).ExcludeFromDescription().ForAnyone();
        app.MapRazorPages().WithStaticAssets();
        return app;
    }
}
