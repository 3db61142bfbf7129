using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using Photoseek.App.Access;
using Photoseek.App.Hosting;
using Photoseek.App.Http.Uploads;
using Photoseek.Embedding.Images;
using Photoseek.Search;
using Photoseek.Search.Duplicates;
using Photoseek.Search.Explanations;
using Photoseek.Search.Suggestions;

namespace Photoseek.App.Http.Search;

/// <summary>Searching, for programs.</summary>
internal static class SearchApi
{
    private const int MaxJsonBytes = 64 * 1024;

    // What the endpoints call the fields of a SearchRequest.
    private static readonly Dictionary<string, string> BodyNames = new(StringComparer.Ordinal)
    {
        ["text"] = "query", ["project"] = "filters.project", ["category"] = "filters.category",
    };

    private static readonly Dictionary<string, string> QueryNames = new(StringComparer.Ordinal)
    {
        ["text"] = "q", ["top_k"] = "limit", ["score_threshold"] = "threshold",
    };

    private static readonly Dictionary<string, string> SimilarNames = new(StringComparer.Ordinal)
    {
        ["text"] = "image", ["picture"] = "image", ["image_id"] = "id", ["top_k"] = "limit", ["score_threshold"] = "threshold",
    };

    /// <summary>Maps <c>POST /search</c>, <c>GET /api/explanations/{id}</c>, <c>GET /api/search/images</c>, <c>GET /api/duplicates</c>, <c>GET /api/suggestions</c> and <c>POST /api/search/similar</c>.</summary>
    public static IEndpointRouteBuilder MapSearchApi(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/search", SearchAsync)
            .RequireAuthorization(Policies.Search)
            .RequireRateLimiting(RateLimits.Searches)
            .AddEndpointFilter(new ProblemFilter(BodyNames, StatusCodes.Status422UnprocessableEntity))
            .WithMetadata(new RequestSizeLimitAttribute(MaxJsonBytes));

        var group = routes.MapGroup("/api/search").RequireAuthorization(Policies.Search).RequireRateLimiting(RateLimits.Searches);
        group.MapGet("/images", SearchImagesAsync).AddEndpointFilter(new ProblemFilter(QueryNames));
        routes.MapGet("/api/duplicates", DuplicatesAsync).AddEndpointFilter(new ProblemFilter()).RequireAuthorization(Policies.Search).RequireRateLimiting(RateLimits.Searches);
        routes.MapGet("/api/explanations/{id}", Explanation).AddEndpointFilter(new ProblemFilter()).RequireAuthorization(Policies.Search);
        routes.MapGet("/api/suggestions", SuggestAsync).AddEndpointFilter(new ProblemFilter()).RequireAuthorization(Policies.Search);

        // The limit is set where the pictures' own is known.
        group.MapPost("/similar", SearchSimilarAsync).AddEndpointFilter(new ProblemFilter(SimilarNames)).WithMetadata(new DisableRequestSizeLimitAttribute());
        return routes;
    }

    private static async Task<Ok<SearchReply>> SearchAsync(HttpRequest http, PictureSearch search, SearchExplanations explanations, CancellationToken cancellationToken)
    {
        var body = await SearchBody.ReadAsync(http, cancellationToken);
        var answer = await search.SearchAsync(body.Request, cancellationToken);
        var explanation = body is { IncludeExplanation: true, Request.Text: { } text } ? explanations.Ask(text, answer.Hits.Select(static hit => hit.Id)) : null;
        return TypedResults.Ok(SearchReply.Of(body.Request, answer, body.IncludeDetails, explanation));
    }

    private static Ok<ExplanationReply> Explanation(string id, SearchExplanations explanations) => TypedResults.Ok(ExplanationReply.Of(
        !explanations.IsOn ? throw new RequestRefusedException(ProblemKind.SwitchedOff, "No language model explains here (Ollama__ExplanationModel, Switches__Explanations).")
            : explanations.Find(id) ?? throw new RequestRefusedException(ProblemKind.UnknownExplanation, "It was never asked for, or is forgotten by now: search again.")));

    private static async Task<Ok<ImageSearchReply>> SearchImagesAsync(HttpRequest http, PictureSearch search, CancellationToken cancellationToken)
    {
        var request = ReadPaging(new QueryFields(http.Query));
        request = request with { Text = request.Look is null || http.Query["q"].Count > 0 ? http.Query["q"].ToString() : null };
        return TypedResults.Ok(ImageSearchReply.Of(request, await search.SearchAsync(request, cancellationToken)));
    }

    private static async Task<Ok<ImageSearchReply>> SearchSimilarAsync(
        HttpRequest http, PictureSearch search, PictureRoom room, PictureDecoder decoder, IOptions<SwitchOptions> switches, CancellationToken cancellationToken)
    {
        var fields = new QueryFields(http.Query);
        var id = fields.Id("id");
        if (!switches.Value.PictureSearch && (http.HasFormContentType || id is null))
        {
            throw new RequestRefusedException(ProblemKind.SwitchedOff, "Searching by pictures that are sent is switched off (Switches__PictureSearch). Search by one of the library: ?id=1.");
        }

        var paging = ReadPaging(fields);
        var request = paging with
        {
            ImageId = id,
            Text = fields.Text("q"),
            Pictures = http.HasFormContentType ? await QueryPictures.ReadAsync(http, room, decoder.Limits.Bytes, cancellationToken) : [],
        };
        if (request is { ImageId: null, Pictures: [], Look: null })
        {
            throw new RequestRefusedException(ProblemKind.WrongContentType, "Send pictures as multipart/form-data in the field 'image', or give the id of an image: ?id=1.");
        }

        return TypedResults.Ok(ImageSearchReply.Of(request, await search.SearchAsync(request, cancellationToken)));
    }

    private static async Task<Ok<DuplicatesReply>> DuplicatesAsync(HttpRequest http, DuplicateList duplicates, CancellationToken cancellationToken)
    {
        var fields = new QueryFields(http.Query);
        var (before, limit) = (fields.Id("before"), fields.Whole("limit", 20));
        fields.RefuseWrong();
        return TypedResults.Ok(DuplicatesReply.Of(await duplicates.ReadAsync(before, limit, cancellationToken)));
    }

    /// <remarks>Quick or empty: it is asked while somebody types.</remarks>
    private static async Task<Ok<SuggestionsReply>> SuggestAsync(HttpContext context, SuggestionList suggestions, EarlyVectors early, CancellationToken cancellationToken)
    {
        var text = context.Request.Query["q"].ToString();
        context.Response.Headers.CacheControl = "private, max-age=30";

        // Nobody waits for it: it is for the search that follows.
        _ = early.MakeAsync(text);
        return TypedResults.Ok(new SuggestionsReply(text.Length > SearchRequest.MaxTextLength ? [] : await suggestions.OfAsync(text, cancellationToken)));
    }

    private static SearchRequest ReadPaging(QueryFields fields)
    {
        var request = new SearchRequest
        {
            TopK = fields.Whole("limit", 10),
            Offset = fields.Whole("offset", 0),
            ScoreThreshold = fields.Number("threshold", 0),
            Cutoff = fields.Number("cutoff"),
            Sort = fields.OneOf("sort", SearchSort.Relevance),
            Duplicates = fields.OneOf("duplicates", DuplicateHandling.Collapse),
            Look = fields.Text("look"),
            Facets = fields.Truth("facets"),
            Project = fields.Text("project"),
            Category = fields.Text("category"),
        };
        fields.RefuseWrong();
        return request;
    }
}
