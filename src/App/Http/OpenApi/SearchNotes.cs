namespace Photoseek.App.Http.OpenApi;

/// <summary>Searching.</summary>
internal static class SearchNotes
{
    private const string Group = "Search";

    private const string Language =
        "What can be typed into the search box can be sent: terms that are weighed, added and taken away (2:sunset + boat -umbrella), "
        + "words in quotes that must occur, and filters (from:2023-05 camera:canon -tag:work near:47.37,8.54,20km size:>12mp no:camera like:17).";

    private static readonly ProblemKind[] Searching =
    [
        ProblemKind.InvalidSearch, ProblemKind.SearchTimeout, ProblemKind.ModelMismatch, ProblemKind.UnknownImage, ProblemKind.ImagePending, ProblemKind.ImageFailed,
    ];

    private static readonly ApiField[] Paging =
    [
        new("limit", ApiType.Whole, "Most results, 1 to 100.") { Default = 10 },
        new("offset", ApiType.Whole, "Results that come before; together with limit at most 1,000.") { Default = 0 },
        new("threshold", ApiType.Number, "Least cosine similarity, 0 to 1. 0 for none: cosines of sentences and pictures lie between 0.2 and 0.35.") { Default = 0 },
        new("cutoff", ApiType.Number, "Where results end, from 0 (all are shown) to 1 (only the nearest); as configured unless given."),
        new("sort", ApiType.Text, "By date inside what is relevant.") { Choices = ["relevance", "newest", "oldest"], Default = "relevance" },
        new("duplicates", ApiType.Text, "Whether what is nearly the same is one result.") { Choices = ["collapse", "all"], Default = "collapse" },
        new("facets", ApiType.Truth, "Whether to count what the results have: tags, persons, cameras ...") { Default = false },
        new("look", ApiType.Text, "The look of an answer to pictures that were sent, in their place, for further pages."),
        new("project", ApiType.Text, "Only pictures of this project, letter by letter."),
        new("category", ApiType.Text, "Only pictures of this category, letter by letter."),
    ];

    public static readonly Dictionary<string, ApiNote> All = new(StringComparer.Ordinal)
    {
        ["POST /search"] = new(Group, "Search by words")
        {
            Description = Language,
            Body = ApiBody.Json(
                new("query", ApiType.Text, "1 to 512 characters.") { Required = true },
                new("top_k", ApiType.Whole, "Most results, 1 to 100.") { Default = 10 },
                new("score_threshold", ApiType.Number, "Least cosine similarity, 0 to 1; 0 for none.") { Default = 0 },
                new("cutoff", ApiType.Number, "Where results end, from 0 (all) to 1 (only the nearest); as configured unless given.") { Nullable = true },
                new("sort", ApiType.Text, "By date inside what is relevant.") { Choices = ["relevance", "newest", "oldest"], Default = "relevance" },
                new("duplicates", ApiType.Text, "Whether what is nearly the same is one result.") { Choices = ["collapse", "all"], Default = "collapse" },
                new("facets", ApiType.Truth, "Whether to count what the results have.") { Default = false },
                new("filters", ApiType.Object, "By the names of the filters of the query, each a text, a number or a list of them, with a minus before the name for what must not be; project and category by themselves are met letter by letter.") { Nullable = true },
                new("include_details", ApiType.Truth, "Whether each result says by what it was found.") { Default = false },
                new("include_explanation", ApiType.Truth, "Whether a language model is to say why the first five were found. The results never wait for it: explanation is null until it is known, and explanation_address says where to ask for it.") { Default = false }) with
            {
                Example = """{"query": "two people on a beach -umbrella", "top_k": 5, "filters": {"camera": ["canon", "nikon"], "-tag": "work", "from": "2023-05"}}""",
            },
            Problems = [.. Searching, ProblemKind.MalformedJson, ProblemKind.WrongContentType, ProblemKind.TooLarge],
            InvalidStatus = StatusCodes.Status422UnprocessableEntity,
        },
        ["GET /api/explanations/{id}"] = new(Group, "Why the first five results of a search were found")
        {
            Description = "Ask for it where an answer of POST /search has sent you, once a second or so. It is kept for an hour at most and may be forgotten earlier.",
            Path = new Dictionary<string, string>(StringComparer.Ordinal) { ["id"] = "Of the answer." },
            Problems = [ProblemKind.UnknownExplanation, ProblemKind.SwitchedOff],
        },
        ["GET /api/search/images"] = new(Group, "Search by words, page by page")
        {
            Description = Language,
            Query = [new("q", ApiType.Text, "1 to 512 characters; may be left out where look is given.") { Required = true }, .. Paging],
            Problems = Searching,
        },
        ["POST /api/search/similar"] = new(Group, "Search by pictures")
        {
            Description = "By pictures that are sent and kept nowhere, or by one of the library (?id=1), with words beside if wanted. Further pages take the look of the answer in place of the pictures.",
            Query = [new("id", ApiType.Whole, "A picture of the library."), new("q", ApiType.Text, "Words beside the pictures."), .. Paging],
            Body = ApiBody.Form(
                new("image", ApiType.File, "JPEG, PNG or WebP: what the results should look like.") { Several = true },
                new("not_image", ApiType.File, "What they should not look like.") { Several = true }) with { Required = false },
            Problems =
            [
                .. Searching, ProblemKind.WrongContentType, ProblemKind.InvalidRequest, ProblemKind.MalformedUpload, ProblemKind.NotAPicture,
                ProblemKind.UnusablePicture, ProblemKind.TooLarge, ProblemKind.SwitchedOff,
            ],
        },
        ["GET /api/duplicates"] = new(Group, "Pictures that are nearly the same, group by group")
        {
            Query = [new("before", ApiType.Whole, "The next of the page before."), new("limit", ApiType.Whole, "Most groups, 1 to 50.") { Default = 20 }],
            Problems = [ProblemKind.InvalidSearch],
        },
    };
}
