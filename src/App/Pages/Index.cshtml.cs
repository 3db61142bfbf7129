using System.Data.Common;
using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Photoseek.App.Access;
using Photoseek.Embedding.Images;
using Photoseek.Indexing;
using Photoseek.Search;
using Photoseek.Search.Language;

namespace Photoseek.App.Pages;

/// <summary>Searching by words, by a picture of the library and by an uploaded one; the newest pictures while nothing is asked.</summary>
[Authorize(Policies.Search)]
[EnableRateLimiting(RateLimits.Searches)]
[RequestSizeLimit(FormLimit)]
public sealed class IndexModel(PictureSearch search, PictureLibrary library, PictureDecoder decoder, ILogger<IndexModel> logger) : PageModel
{
    /// <summary>The model that comes with the app.</summary>
    public const string DemoModel = "demo-world";

    /// <summary>The model for photographs.</summary>
    public const string RealModel = "ViT-B-32__laion2b-s34b-b79k";

    /// <summary>A page of results; the deepest rank is a whole number of pages.</summary>
    public const int PageSize = 50;

    private const int LastPage = SearchRequest.MaxDepth / PageSize;
    private const int PreviewSide = 192;
    private const long FormLimit = 30_000_000;

    // Each page is counted off from the first: so far it takes milliseconds.
    private const int LastNewestPage = 200;

    public static readonly IReadOnlyList<string> DemoExamples = ["christmas", "two people on a beach at sunset", "a red automobile"];

    public static readonly IReadOnlyList<string> Examples = ["beach at sunset", "a dog playing in the snow", "people around a table", "city street at night"];

    /// <summary>What was asked.</summary>
    public SearchAddress Address { get; private set; } = new();

    public string? Query => Address.Query;

    public long? Like => Address.Like;

    /// <summary>The picture of the library that was asked with.</summary>
    public PictureDetails? LikePicture { get; private set; }

    /// <summary>The pictures of the library that the words ask with: what the results should be like, or not.</summary>
    public IReadOnlyList<(PictureDetails Picture, bool Not)> Liked { get; private set; } = [];

    /// <summary>The pictures that were sent, small, as data addresses: they are kept nowhere.</summary>
    public IReadOnlyList<(string Source, string Name)> Previews { get; private set; } = [];

    public int Number => Address.Page;

    /// <summary>What was found, or else the library, counted, with the address of each part; those that are asked for already are left out.</summary>
    public IReadOnlyList<FacetLinks> Facets { get; private set; } = [];

    /// <summary>Whether the counts are those of a sample.</summary>
    public bool FacetsEstimated { get; private set; }

    /// <summary>The orders to choose from, with the address of each; empty where there is nothing to sort.</summary>
    public IReadOnlyList<(string Name, string Address, bool Chosen)> Orders { get; private set; } = [];

    /// <summary>What was left out because it matches less, with where to see it; null where nothing was.</summary>
    public (string Sentence, string Address)? Less { get; private set; }

    public IReadOnlyList<Tile> Tiles { get; private set; } = [];

    /// <summary>Whether the tiles answer a search; else they are the newest.</summary>
    public bool Searched { get; private set; }

    public string? Summary { get; private set; }

    public long Pending { get; private set; }

    /// <summary>What is wrong with the question.</summary>
    public string? Problem { get; private set; }

    /// <summary>The question may be right, but cannot be answered now.</summary>
    public bool Unavailable { get; private set; }

    /// <summary>Why, where a sentence was written for the one who asks.</summary>
    public string? UnavailableBecause { get; private set; }

    /// <summary>What was understood, part by part, with the search that is left without it; empty where it is one description.</summary>
    public IReadOnlyList<(string Written, string Without)> Chips { get; private set; } = [];

    /// <summary>What the answer does not say by itself; null where that is nothing.</summary>
    public string? Remark { get; private set; }

    public string? PreviousPage { get; private set; }

    public string? NextPage { get; private set; }

    /// <summary>There may be more, deeper than a search reaches.</summary>
    public bool AtTheEnd { get; private set; }

    public bool IsHome => !Searched && Problem is null && Number == 1;

    /// <summary>Bytes that a picture may have.</summary>
    public int PictureLimit => decoder.Limits.Bytes;

    public Task OnGetAsync(
        string? q, long? like, string? look, SearchSort sort, double? cutoff, DuplicateHandling duplicates, [FromQuery(Name = "page")] int? number, CancellationToken cancellationToken)
    {
        var query = string.IsNullOrWhiteSpace(q) ? null : q.Trim();
        Address = new SearchAddress { Query = query, Like = query is null ? like : null, Look = look, Sort = sort, Cutoff = cutoff, Duplicates = duplicates, Page = Math.Max(1, number ?? 1) };
        if (!ModelState.IsValid)
        {
            Explain("This address is not one of a search. Describe a picture instead.", StatusCodes.Status400BadRequest);
            return Task.CompletedTask;
        }

        return AnswerAsync(cancellationToken);
    }

    /// <summary>A reload after a search by picture: the picture is gone, the page starts anew.</summary>
    public IActionResult OnGetPicture() => RedirectToPage("/Index");

    public async Task OnPostPictureAsync(IFormFileCollection picture, string? q, CancellationToken cancellationToken)
    {
        var files = picture.Where(static file => file.Name == "picture" && file.Length > 0).Take(SearchRequest.MaxPictures).ToList();
        var size = files.Sum(static file => file.Length);
        if (files.Count == 0)
        {
            Explain("Choose a picture to search by.", StatusCodes.Status400BadRequest);
            return;
        }

        if (size > PictureLimit)
        {
            Explain($"{(files.Count == 1 ? "This picture is" : "These pictures are")} too large: {Wording.Bytes(size)}, where {Wording.Bytes(PictureLimit)} are let in.", StatusCodes.Status422UnprocessableEntity);
            return;
        }

        List<QueryPicture> pictures = [];
        foreach (var file in files)
        {
            var bytes = new byte[file.Length];
            await using var content = file.OpenReadStream();
            await content.ReadExactlyAsync(bytes, cancellationToken);
            pictures.Add(new QueryPicture(bytes));
        }

        Address = new SearchAddress { Query = string.IsNullOrWhiteSpace(q) ? null : q.Trim() };
        await TryAsync(async () =>
        {
            // The pictures are not kept: further pages know what they look like, but not them.
            Previews = [.. pictures.Zip(files, (sent, file) => ("data:image/webp;base64," + Convert.ToBase64String(decoder.EncodeWebp(decoder.Decode(sent.Bytes.Span, PreviewSide), PreviewSide)), file.FileName))];
            var answer = await search.SearchAsync(new SearchRequest { Text = Query, Pictures = pictures, TopK = PageSize, Facets = true }, cancellationToken);
            Address = Address with { Look = answer.Look };
            Show(answer);
        });
    }

    private Task AnswerAsync(CancellationToken cancellationToken) => TryAsync(async () =>
    {
        if (Query is null && Like is null && Address.Look is null)
        {
            if (Number > LastNewestPage)
            {
                Explain($"The newest pictures are shown {LastNewestPage} pages deep. Describe an older one, or say when it was taken, as in to:2019.", StatusCodes.Status400BadRequest);
                return;
            }

            var newest = await library.NewestAsync(PageSize + 1, (Number - 1) * PageSize, cancellationToken);
            Tiles = [.. newest.Take(PageSize).Select(Tile.Of)];
            ShowFacets(await search.FacetsAsync(cancellationToken));
            PreviousPage = Number > 1 ? Links.Newest(Number - 1) : null;
            NextPage = newest.Count > PageSize && Number < LastNewestPage ? Links.Newest(Number + 1) : null;
            return;
        }

        if (Number > LastPage)
        {
            Explain($"A search reaches {SearchRequest.MaxDepth} pictures deep, which is {LastPage} pages. Describe the picture more closely.", StatusCodes.Status400BadRequest);
            return;
        }

        if (Like is { } id)
        {
            LikePicture = await library.FindAsync(id, cancellationToken);
        }

        foreach (var like in Query is null ? [] : QueryParser.Parse(Query).Likes)
        {
            if (await library.FindAsync(like.Image, cancellationToken) is { } liked)
            {
                Liked = [.. Liked, (liked, like.Weight < 0)];
            }
        }

        var request = new SearchRequest
        {
            Facets = true, Text = Query, ImageId = Like, Look = Address.Look, TopK = PageSize, Offset = (Number - 1) * PageSize, Sort = Address.Sort, Cutoff = Address.Cutoff, Duplicates = Address.Duplicates,
        };
        var answer = await search.SearchAsync(request, cancellationToken);
        Show(answer);
    });

    private void Show(SearchAnswer answer)
    {
        Searched = true;
        Tiles = [.. answer.Hits.Select(hit => answer.Path == SearchPath.Newest ? Tile.Of(hit) with { Score = null, Legs = null } : Tile.Of(hit))];
        Pending = answer.Pending;
        Remark = Wording.Remark(answer);
        Chips = ChipsOf(Query);
        ShowFacets(answer.Facets ?? FacetCounts.None);
        PreviousPage = Number > 1 ? PageAt(Number - 1) : null;
        NextPage = answer.More && Number < LastPage ? PageAt(Number + 1) : null;
        AtTheEnd = answer.More && Number == LastPage;
        Orders =
        [
            .. from sort in Enum.GetValues<SearchSort>()
               where answer.Path != SearchPath.Newest || sort != SearchSort.Relevance
               let chosen = sort == Address.Sort || (answer.Path == SearchPath.Newest && sort == SearchSort.Newest && Address.Sort != SearchSort.Oldest)
               select (sort.ToString(), (Address with { Sort = sort, Page = 1 }).ToString(), chosen),
        ];
        Less = answer.Less > 0 && !answer.More ? (Wording.Less(answer), (Address with { Cutoff = 0, Page = 1 }).ToString()) : null;
        var what = answer.More || Number > 1
            ? $"Pictures {((Number - 1) * PageSize) + 1}–{((Number - 1) * PageSize) + Tiles.Count}"
            : Wording.Pictures(Tiles.Count);
        Summary = $"{what} in {Wording.Latency(answer.Latency)}";
    }

    private IReadOnlyList<(string Written, string Without)> ChipsOf(string? query) =>
        query is not null && QueryParser.Parse(query) is var parsed && parsed.Items is not ([] or [TermItem])
            ? [.. parsed.Items.Select(item => (item.Written, (Address with { Query = parsed.Without(item), Page = 1 }).ToString()))]
            : [];

    /// <summary>The same search, with more or less of what a picture shows.</summary>
    public string With(long id, bool not) => Address.And(string.Create(CultureInfo.InvariantCulture, $"{(not ? "-" : "")}like:{id}")).ToString();

    private void ShowFacets(FacetCounts counts)
    {
        FacetsEstimated = counts.Estimated;
        Facets = FacetLinks.Of(counts, Address);
    }

    private string PageAt(int page) => (Address with { Page = page }).ToString();

    private async Task TryAsync(Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (InvalidSearchException exception)
        {
            Explain(exception.Message, StatusCodes.Status400BadRequest);
        }
        catch (PictureRefusedException exception)
        {
            Explain(exception.Message, StatusCodes.Status422UnprocessableEntity);
        }
        catch (QueryImageException exception)
        {
            Explain(exception.Message, exception.State switch
            {
                QueryImageState.Pending => StatusCodes.Status409Conflict,
                QueryImageState.Failed => StatusCodes.Status422UnprocessableEntity,
                _ => StatusCodes.Status404NotFound,
            });
        }
        catch (Exception exception) when (exception is TimeoutException or ModelMismatchException or DbException)
        {
            logger.PageSearchFailed(exception);
            UnavailableBecause = exception is DbException ? null : exception.Message;
            Searched = Query is not null || Like is not null || Address.Look is not null || Previews.Count > 0;
            Unavailable = true;
            Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        }
    }

    private void Explain(string problem, int status)
    {
        Problem = problem;
        Response.StatusCode = status;
    }
}
