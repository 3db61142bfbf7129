using System.Data.Common;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Photoseek.App.Access;
using Photoseek.Search.Duplicates;

namespace Photoseek.App.Pages;

/// <summary>Pictures that are nearly the same, group by group.</summary>
[Authorize(Policies.Search)]
[EnableRateLimiting(RateLimits.Searches)]
public sealed class DuplicatesModel(DuplicateList duplicates, ILogger<DuplicatesModel> logger) : PageModel
{
    private const int PageSize = 20;

    /// <summary>Null where the library does not answer.</summary>
    public DuplicatePage? Found { get; private set; }

    /// <summary>Whether these are not the first.</summary>
    public bool Further { get; private set; }

    public async Task OnGetAsync(long? before, CancellationToken cancellationToken)
    {
        Further = before is not null;
        try
        {
            Found = await duplicates.ReadAsync(before, PageSize, cancellationToken);
        }
        catch (Exception exception) when (exception is TimeoutException or DbException)
        {
            logger.PageSearchFailed(exception);
            Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        }
    }

    /// <summary>Its tiles: nothing was looked for, so they have no scores.</summary>
    public static IReadOnlyList<Tile> TilesOf(DuplicateGroup group) =>
        [.. group.Pictures.Select(static hit => Tile.Of(hit) with { Score = null, Legs = null })];

    /// <summary>"4 pictures".</summary>
    public static string Describe(DuplicateGroup group) =>
        group.Count > group.Pictures.Count ? $"{Wording.Pictures(group.Count)}, of which {group.Pictures.Count} are shown" : Wording.Pictures(group.Count);
}
