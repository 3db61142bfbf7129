using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Photoseek.App.Pages;

/// <summary>What the search page says while there are only the demo pictures, to be read at any time.</summary>
public sealed class StartModel : PageModel
{
    /// <summary>Puts it away on the search page.</summary>
    public IActionResult OnPostPutAway()
    {
        FirstRun.PutAway(HttpContext);
        return LocalRedirect("/");
    }
}
