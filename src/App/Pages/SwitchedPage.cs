using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.Extensions.Options;
using Photoseek.App.Hosting;

namespace Photoseek.App.Pages;

/// <summary>A page, or some requests to it, that are not there where they are switched off.</summary>
/// <param name="isOn">The switch.</param>
/// <param name="isMeant">Which requests; null for all.</param>
internal sealed class SwitchedPage(Func<SwitchOptions, bool> isOn, Func<HttpRequest, bool>? isMeant = null) : IAuthorizationFilter, IOrderedFilter
{
    /// <summary>Before the form's token is looked for, for which the form is read.</summary>
    public int Order => 0;

    public void OnAuthorization(AuthorizationFilterContext context)
    {
        var isOff = !isOn(context.HttpContext.RequestServices.GetRequiredService<IOptions<SwitchOptions>>().Value);
        if (isOff && isMeant?.Invoke(context.HttpContext.Request) != false)
        {
            context.Result = new NotFoundResult();
        }
    }
}
