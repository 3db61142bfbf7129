using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Routing;
using Npgsql;
using Photoseek.App.Pages;

namespace Photoseek.App.Tests.Http;

/// <summary>What the error page says of what failed.</summary>
public sealed class ErrorPageTests
{
    [Fact]
    public void A_database_that_is_away_is_not_a_mistake_and_is_worth_another_try()
    {
        var page = Failed(new NpgsqlException("away"), "GET");

        Assert.Equal((503, "/images/1"), (page.Response.StatusCode, page.Again));
        Assert.Contains("does not answer", page.Heading, StringComparison.Ordinal);
    }

    [Fact]
    public void A_defect_is_one_and_what_was_sent_is_not_sent_again()
    {
        var page = Failed(new InvalidOperationException(), "POST");

        Assert.Equal((500, null), (page.Response.StatusCode, page.Again));
    }

    private static ErrorModel Failed(Exception error, string method)
    {
        var http = new DefaultHttpContext();
        http.Request.Method = method;
        http.Response.StatusCode = StatusCodes.Status500InternalServerError;
        var feature = new ExceptionHandlerFeature { Error = error, Path = "/images/1" };
        http.Features.Set<IExceptionHandlerFeature>(feature);
        http.Features.Set<IExceptionHandlerPathFeature>(feature);
        var page = new ErrorModel { PageContext = new PageContext(new ActionContext(http, new RouteData(), new CompiledPageActionDescriptor())) };
        page.OnGet();
        return page;
    }
}
