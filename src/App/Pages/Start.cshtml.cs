using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Photoseek.App.Access;

namespace Photoseek.App.Pages;

/// <summary>What the search page says while there are only the demo pictures, to be read at any time.</summary>
[Authorize(Policies.Search)]
public sealed class StartModel : PageModel
{
    /// <summary>Puts it away on the search page.</summary>
    public IActionResult OnPostPutAway()
    {
        FirstRun.PutAway(HttpContext);
        return LocalRedirect("/");
    }
}
