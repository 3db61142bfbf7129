using System.Text.Json;
using Photoseek.Search;
using Photoseek.Search.Language;

namespace Photoseek.App.Http.Search;

/// <summary>The body of <c>POST /search</c>, read field by field so that each wrong one can be named.</summary>
/// <param name="Request">What is looked for.</param>
/// <param name="IncludeExplanation">Whether an explanation is wanted.</param>
/// <param name="IncludeDetails">Whether each result says by what it was found.</param>
internal sealed record SearchBody(SearchRequest Request, bool IncludeExplanation, bool IncludeDetails)
{
    private const string NotText = "Must be text.";
    private const int MaxValues = 100;

    /// <exception cref="RequestRefusedException">The body is no JSON, or a field is of a wrong type or unknown.</exception>
    public static async Task<SearchBody> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        using var document = await JsonBody.ParseAsync(request, cancellationToken);
        return Read(document.RootElement);
    }

    private static SearchBody Read(JsonElement body)
    {
        var errors = new Dictionary<string, string>(StringComparer.Ordinal);
        var search = new SearchRequest { Text = "" };
        var (explain, detailed) = (false, false);
        if (body.ValueKind != JsonValueKind.Object)
        {
            throw Refuse(new(StringComparer.Ordinal) { ["body"] = "Must be an object." });
        }

        foreach (var field in body.EnumerateObject())
        {
            switch (JsonBody.NameOf(field))
            {
                case "query" when JsonBody.TryText(field.Value) is { } text:
                    search = search with { Text = text };
                    break;
                case "query":
                    errors["query"] = NotText;
                    break;
                case "top_k" when field.Value.ValueKind == JsonValueKind.Number && field.Value.TryGetInt32(out var topK):
                    search = search with { TopK = topK };
                    break;
                case "top_k":
                    errors["top_k"] = "Must be a whole number.";
                    break;
                case "score_threshold" when field.Value.ValueKind == JsonValueKind.Number && field.Value.TryGetDouble(out var threshold):
                    search = search with { ScoreThreshold = threshold };
                    break;
                case "score_threshold":
                    errors["score_threshold"] = "Must be a number.";
                    break;
                case "cutoff" when field.Value.ValueKind == JsonValueKind.Number && field.Value.TryGetDouble(out var cutoff):
                    search = search with { Cutoff = cutoff };
                    break;
                case "cutoff" when field.Value.ValueKind == JsonValueKind.Null:
                    break;
                case "cutoff":
                    errors["cutoff"] = "Must be a number.";
                    break;
                case "sort" when JsonBody.TryText(field.Value) is { } name && EnumNames.TryRead<SearchSort>(name, out var sort):
                    search = search with { Sort = sort };
                    break;
                case "sort":
                    errors["sort"] = EnumNames.Choices<SearchSort>();
                    break;
                case "duplicates" when JsonBody.TryText(field.Value) is { } name && EnumNames.TryRead<DuplicateHandling>(name, out var handling):
                    search = search with { Duplicates = handling };
                    break;
                case "duplicates":
                    errors["duplicates"] = EnumNames.Choices<DuplicateHandling>();
                    break;
                case "facets" when field.Value.ValueKind is JsonValueKind.True or JsonValueKind.False:
                    search = search with { Facets = field.Value.GetBoolean() };
                    break;
                case "facets":
                    errors["facets"] = "Must be true or false.";
                    break;
                case "filters":
                    search = ReadFilters(field.Value, search, errors);
                    break;
                case "include_explanation" when field.Value.ValueKind is JsonValueKind.True or JsonValueKind.False:
                    explain = field.Value.GetBoolean();
                    break;
                case "include_explanation":
                    errors["include_explanation"] = "Must be true or false.";
                    break;
                case "include_details" when field.Value.ValueKind is JsonValueKind.True or JsonValueKind.False:
                    detailed = field.Value.GetBoolean();
                    break;
                case "include_details":
                    errors["include_details"] = "Must be true or false.";
                    break;
                default:
                    errors[JsonBody.NameOf(field)] = "There is no such field.";
                    break;
            }
        }

        return errors.Count == 0 ? new SearchBody(search, explain, detailed) : throw Refuse(errors);
    }

    private static SearchRequest ReadFilters(JsonElement filters, SearchRequest search, Dictionary<string, string> errors)
    {
        if (filters.ValueKind == JsonValueKind.Null)
        {
            return search;
        }

        if (filters.ValueKind != JsonValueKind.Object)
        {
            errors["filters"] = "Must be an object.";
            return search;
        }

        List<FilterItem> items = [];
        foreach (var filter in filters.EnumerateObject())
        {
            search = ReadFilter(filter, search, items, errors);
        }

        return search with { Filters = new QueryFilters(items) };
    }

    // A project or category by itself is met letter by letter; lists of them, and all others, as in a query.
    private static SearchRequest ReadFilter(JsonProperty filter, SearchRequest search, List<FilterItem> items, Dictionary<string, string> errors)
    {
        var name = "filters." + JsonBody.NameOf(filter);
        if (filter.Value.ValueKind == JsonValueKind.Null && QueryFilters.IsName(JsonBody.NameOf(filter)))
        {
            return search;
        }

        if (JsonBody.NameOf(filter) is "project" or "category" && filter.Value.ValueKind != JsonValueKind.Array)
        {
            if (JsonBody.TryText(filter.Value) is not { } text)
            {
                errors[name] = NotText;
                return search;
            }

            return JsonBody.NameOf(filter) == "project" ? search with { Project = text } : search with { Category = text };
        }

        if (!QueryFilters.IsName(JsonBody.NameOf(filter)))
        {
            errors[name] = $"There is no such filter; there are {string.Join(", ", QueryFilters.Names)}, each with a minus before it for what must not be.";
        }
        else if (ValuesOf(filter.Value) is not { Count: > 0 } values)
        {
            errors[name] = "Must be a text, a number or a list of them.";
        }
        else
        {
            try
            {
                items.Add(QueryFilters.Read(JsonBody.NameOf(filter), values));
            }
            catch (InvalidSearchException exception)
            {
                errors[name] = exception.Message;
            }
        }

        return search;
    }

    private static List<string>? ValuesOf(JsonElement value)
    {
        var elements = value.ValueKind == JsonValueKind.Array ? value.EnumerateArray().ToList() : [value];
        var texts = elements.ConvertAll(static e => e.ValueKind == JsonValueKind.Number ? e.GetRawText() : JsonBody.TryText(e));
        return texts.Count <= MaxValues && texts.TrueForAll(static text => text is not null && !text.Any(char.IsControl)) ? texts.ConvertAll(static text => text!) : null;
    }

    private static RequestRefusedException Refuse(Dictionary<string, string> errors) =>
        new(ProblemKind.InvalidSearch, "One or more fields are wrong.") { Errors = errors };
}
