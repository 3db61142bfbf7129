using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Photoseek.App.Access;
using Photoseek.Indexing.Jobs;

namespace Photoseek.App.Pages;

/// <summary>The refused files of one source, page by page.</summary>
[Authorize(Policies.Jobs)]
public sealed class AdminRefusedModel(RefusedFiles refused, TimeProvider time) : PageModel
{
    private const int Files = 100;

    public RefusedPage Found { get; private set; } = null!;

    /// <summary>Of which reason; null for all.</summary>
    public string? Reason { get; private set; }

    /// <summary>The key that the page before ended with; null on the first.</summary>
    public string? After { get; private set; }

    public async Task<IActionResult> OnGetAsync(string? source, string? reason, string? after, CancellationToken cancellationToken)
    {
        (Reason, After) = (reason, after);
        if (await refused.PageAsync(source ?? "", reason, after, Files, cancellationToken) is { } page)
        {
            Found = page;
            return Page();
        }

        return NotFound();
    }

    /// <summary>"3 min ago".</summary>
    public string Ago(DateTime moment) => $"{Wording.Duration(time.GetUtcNow().UtcDateTime - moment)} ago";
}
