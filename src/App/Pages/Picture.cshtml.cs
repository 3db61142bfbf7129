using System.ComponentModel.DataAnnotations;
using System.Data.Common;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Photoseek.App.Access;
using Photoseek.Indexing;
using Photoseek.Indexing.Captions;
using Photoseek.Indexing.Edits;
using Photoseek.Search;
using Photoseek.Search.Duplicates;

namespace Photoseek.App.Pages;

/// <summary>One picture, large, with what is known of it and what resembles it, to be edited and deleted.</summary>
[Authorize(Policies.Picture)]
[EnableRateLimiting(RateLimits.Uploads)]
public sealed class PictureModel(
    PictureSearch search, PictureLibrary library, LibraryCaptions captions, PictureEdits edits, PictureDeletion deletion, DuplicateList duplicates, ILogger<PictureModel> logger) : PageModel
{
    private const int SimilarCount = 18;
    private const double LargeSide = 1600;

    public PictureDetails Details { get; private set; } = null!;

    public IReadOnlyList<Tile> Similar { get; private set; } = [];

    public bool SimilarUnavailable { get; private set; }

    public string Name => string.IsNullOrWhiteSpace(Details.Title) ? Details.FileName : Details.Title;

    /// <summary>Pixels of the large thumbnail, so that the page does not move when it comes.</summary>
    public (int Width, int Height) ShownSides
    {
        get
        {
            var scale = Math.Min(1, LargeSide / Math.Max(Details.Width, Details.Height));
            return (Math.Max(1, (int)Math.Round(Details.Width * scale)), Math.Max(1, (int)Math.Round(Details.Height * scale)));
        }
    }

    /// <summary>What is known, in the order it is read.</summary>
    public IEnumerable<(string Name, string Value)> Facts => PictureFacts.Of(Details);

    /// <summary>What happened to it, in words, the latest first.</summary>
    public IReadOnlyList<(string When, string What)> History { get; private set; } = [];

    /// <summary>Others that are nearly the same.</summary>
    public IReadOnlyList<Tile> Copies { get; private set; } = [];

    /// <summary>A person has deleted it, and may have it back.</summary>
    public bool Deleted { get; private set; }

    /// <summary>What is wrong with what was written; null where nothing is.</summary>
    public string? Problem { get; private set; }

    /// <summary>Writes what a person says is to be seen; nothing leaves it to the model.</summary>
    public async Task<IActionResult> OnPostCaptionAsync(long id, [StringLength(LibraryCaptions.MostCharacters)] string? caption, CancellationToken cancellationToken)
    {
        if (!ModelState.IsValid)
        {
            return BadRequest();
        }

        return await library.FindAsync(id, cancellationToken) is not null && await captions.WriteAsync(id, caption, cancellationToken)
            ? LocalRedirect(Links.Picture(id) + "#caption")
            : NotFound();
    }

    /// <summary>Writes what a person says of it; tags and persons are separated by commas.</summary>
    public async Task<IActionResult> OnPostEditAsync(long id, string? title, string? description, string? tags, string? persons, CancellationToken cancellationToken)
    {
        var edit = new PictureEdit { Title = title ?? "", Description = description ?? "", Tags = Labels(tags), Persons = Labels(persons) };
        if (EditRules.Check(edit) is { Count: > 0 } wrong)
        {
            Problem = string.Join(" ", wrong.Select(static one => $"{one.Key}: {one.Value}"));
            Response.StatusCode = StatusCodes.Status400BadRequest;
            return await OnGetAsync(id, cancellationToken);
        }

        return await edits.WriteAsync(id, edit, cancellationToken) ? LocalRedirect(Links.Picture(id)) : NotFound();
    }

    /// <summary>Has all that a person wrote say again what the file says.</summary>
    public async Task<IActionResult> OnPostGiveBackAsync(long id, CancellationToken cancellationToken) =>
        await edits.WriteAsync(id, new PictureEdit { GivenBack = Enum.GetValues<PictureField>() }, cancellationToken) ? LocalRedirect(Links.Picture(id)) : NotFound();

    public async Task<IActionResult> OnPostDeleteAsync(long id, CancellationToken cancellationToken)
    {
        await deletion.DeleteAsync([id], cancellationToken);
        return LocalRedirect(Links.Picture(id));
    }

    public async Task<IActionResult> OnPostRestoreAsync(long id, CancellationToken cancellationToken)
    {
        await deletion.RestoreAsync([id], cancellationToken);
        return LocalRedirect(Links.Picture(id));
    }

    public async Task<IActionResult> OnGetAsync(long id, CancellationToken cancellationToken)
    {
        if (await library.FindAsync(id, cancellationToken) is not { } details)
        {
            Deleted = await deletion.WhenAsync(id, cancellationToken) is not null;
            Response.StatusCode = StatusCodes.Status404NotFound;
            return Deleted ? Page() : NotFound();
        }

        Details = details;
        History = [.. (await library.HistoryAsync(id, cancellationToken)).Select(Wording.Event)];
        if (details.State == "indexed")
        {
            await FindSimilarAsync(cancellationToken);
        }

        return Page();
    }

    // The picture is worth showing even where its neighbours cannot be found.
    private async Task FindSimilarAsync(CancellationToken cancellationToken)
    {
        try
        {
            var answer = await search.SearchAsync(new SearchRequest { ImageId = Details.Id, TopK = SimilarCount }, cancellationToken);
            Similar = [.. answer.Hits.Select(static hit => Tile.Of(hit) with { Legs = null })];
            Copies = [.. (await duplicates.OfAsync(Details.Id, cancellationToken)).Select(static hit => Tile.Of(hit) with { Score = null, Legs = null })];
        }
        catch (Exception exception) when (exception is QueryImageException or ModelMismatchException or TimeoutException or DbException)
        {
            logger.PageSearchFailed(exception);
            SimilarUnavailable = true;
        }
    }

    private static string[] Labels(string? written) => (written ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
