using Dapper;
using Npgsql;
using Photoseek.Search.Language;

namespace Photoseek.Search.Queries;

/// <summary>What candidates must be besides near: any condition of SQL over an image <c>i</c>, its values as parameters.</summary>
/// <param name="Condition">That the image is not hidden, and what is asked for.</param>
/// <param name="Values">By the names that the condition uses.</param>
/// <param name="IsEmpty">Whether nothing is asked for but that the image is not hidden.</param>
internal sealed record CandidateFilter(string Condition, IReadOnlyDictionary<string, object> Values, bool IsEmpty)
{
    /// <summary>
    /// Over a vector <c>v</c>: its image is not hidden. Those that are hidden are few and have an index: they are looked up once,
    /// where looking at every image would cost more than the distances.
    /// </summary>
    public const string IsShown = "v.image_id not in (select id from images where hidden_at is not null)";

    /// <summary>
    /// The same for some hundred vectors: each is looked up in that index, which costs the same when a fifth of a large library
    /// has just been hidden. A subquery of its own drives no plan.
    /// </summary>
    public const string IsShownEach = "(select not exists (select from images h where h.id = v.image_id and h.hidden_at is not null))";

    private const string Visible = "i.hidden_at is null";

    /// <summary>Asks for nothing: all images that are not hidden.</summary>
    public static CandidateFilter None { get; } = new(Visible, new Dictionary<string, object>(), IsEmpty: true);

    /// <summary>
    /// What a request asks for, beside it and written into it. All must be met, but a label that a picture has one of (camera,
    /// type, source) may be named several times: any of them will do.
    /// </summary>
    public static CandidateFilter Of(SearchRequest request, ParsedQuery query)
    {
        var values = new Dictionary<string, object>(StringComparer.Ordinal);
        var conditions = new List<string> { Visible };
        if (request.Project is { } project)
        {
            conditions.Add($"i.project = {Add(project)}");
        }

        if (request.Category is { } category)
        {
            conditions.Add($"i.category = {Add(category)}");
        }

        foreach (var alike in query.Filters.Concat(request.Filters).GroupBy(FilterSql.Together))
        {
            Demand($"({string.Join(" or ", alike.Select(item => FilterSql.Write(item.Filter, Add)))})", alike.First().Not);
        }

        // What has neither letter nor digit is no word that could be met.
        foreach (var phrase in query.Phrases.Where(static p => p.Text.Any(char.IsLetterOrDigit)))
        {
            Demand($"i.words @@ phraseto_tsquery('simple', plain_words({Add(phrase.Text)}))", phrase.Not);
        }

        return conditions.Count == 1 ? None : new CandidateFilter(string.Join(" and ", conditions), values, IsEmpty: false);

        // What is unknown is not so: pictures without a camera are no Canon's.
        void Demand(string condition, bool not) => conditions.Add(not ? $"({condition}) is not true" : condition);

        string Add(object value)
        {
            var name = $"f{values.Count}";
            values.Add(name, value);
            return "@" + name;
        }
    }

    /// <summary>Gives a command the values.</summary>
    public void AddTo(NpgsqlCommand command)
    {
        foreach (var (name, value) in Values)
        {
            command.Parameters.AddWithValue(name, value);
        }
    }

    /// <summary>The values, to add others to.</summary>
    public DynamicParameters Parameters()
    {
        var parameters = new DynamicParameters();
        foreach (var (name, value) in Values)
        {
            parameters.Add(name, value);
        }

        return parameters;
    }
}
