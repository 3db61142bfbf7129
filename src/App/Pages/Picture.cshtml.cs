using System.ComponentModel.DataAnnotations;
using System.Data.Common;
using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Photoseek.App.Access;
using Photoseek.Indexing;
using Photoseek.Indexing.Captions;
using Photoseek.Search;

namespace Photoseek.App.Pages;

/// <summary>One picture, large, with what is known of it and what resembles it. Where it was taken on earth is never shown.</summary>
[Authorize(Policies.Picture)]
[EnableRateLimiting(RateLimits.Uploads)]
public sealed class PictureModel(PictureSearch search, PictureLibrary library, LibraryCaptions captions, ILogger<PictureModel> logger) : PageModel
{
    private const int SimilarCount = 18;
    private const double LargeSide = 1600;

    // The app's own store, whose keys are made of hashes and say nothing to a reader.
    private const string Uploads = "uploads";

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
    public IEnumerable<(string Name, string Value)> Facts
    {
        get
        {
            (string Name, string? Value)[] facts =
            [
                ("Persons", string.Join(", ", Details.Persons)),
                ("Taken", Details.TakenAt is { } taken ? Wording.Moment(taken) : null),
                ("Camera", Wording.Camera(Details)),
                ("Lens", Details.Lens),
                ("Exposure", Wording.Exposure(Details)),
                ("Rating", Details.Rating is > 0 and <= 5 and var stars ? $"{stars} of 5" : null),
                ("Size", Wording.Size(Details)),
                ("File", Details.FileName),
                ("Source", Details.Source == Uploads ? "Uploaded" : $"{Details.Source}: {Details.Key}"),
                ("Project", Details.Project),
                ("Category", Details.Category),
                ("Added", Details.CreatedAt.ToString("d MMMM yyyy, HH:mm 'UTC'", CultureInfo.InvariantCulture)),
            ];
            return from fact in facts where !string.IsNullOrWhiteSpace(fact.Value) select (fact.Name, fact.Value);
        }
    }

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

    public async Task<IActionResult> OnGetAsync(long id, CancellationToken cancellationToken)
    {
        if (await library.FindAsync(id, cancellationToken) is not { } details)
        {
            return NotFound();
        }

        Details = details;
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
            Similar = [.. answer.Hits.Select(Tile.Of)];
        }
        catch (Exception exception) when (exception is QueryImageException or ModelMismatchException or TimeoutException or DbException)
        {
            logger.PageSearchFailed(exception);
            SimilarUnavailable = true;
        }
    }
}
