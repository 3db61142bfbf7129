using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;
using Photoseek.App.Access;
using Photoseek.Indexing;
using Photoseek.Indexing.Edits;

namespace Photoseek.App.Pages;

/// <summary>Pictures that people have deleted, to be put back.</summary>
[Authorize(Policies.Upload)]
[EnableRateLimiting(RateLimits.Uploads)]
public sealed class DeletedModel(PictureDeletion deletion, IOptions<IndexingOptions> options, TimeProvider time) : PageModel
{
    private const int PageSize = 60;

    public DeletedPage Found { get; private set; } = null!;

    /// <summary>Whether these are not the first.</summary>
    public bool Further { get; private set; }

    /// <summary>How long what was uploaded is kept.</summary>
    public string Kept => Wording.Duration(options.Value.PurgeAfter);

    public async Task OnGetAsync(long? after, CancellationToken cancellationToken)
    {
        Further = after is not null;
        Found = await deletion.ListAsync(after, PageSize, cancellationToken);
    }

    public async Task<IActionResult> OnPostAsync(long[] id, CancellationToken cancellationToken)
    {
        await deletion.RestoreAsync([.. id.Take(PageSize)], cancellationToken);
        return LocalRedirect("/deleted");
    }

    /// <summary>"3 min ago".</summary>
    public string Ago(DateTime moment) => $"{Wording.Duration(time.GetUtcNow().UtcDateTime - moment)} ago";

    /// <summary>When it is gone for good; null for what a folder or bucket has.</summary>
    public string? GoneIn(DeletedPicture picture)
    {
        var left = picture.DeletedAt + options.Value.PurgeAfter - time.GetUtcNow().UtcDateTime;
        return picture.IsElsewhere ? null : left > TimeSpan.Zero ? $"gone for good in {Wording.Duration(left)}" : "gone for good any moment";
    }
}
