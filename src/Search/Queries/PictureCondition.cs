using Dapper;
using Photoseek.Search.Language;

namespace Photoseek.Search.Queries;

/// <summary>A condition over an image <c>i</c> with its parameters. Rides on every leg of a search.</summary>
internal sealed class PictureCondition
{
    private readonly List<string> _parts = [];

    private PictureCondition()
    {
    }

    /// <summary>No image is left out.</summary>
    public bool IsEmpty => _parts.Count == 0;

    /// <summary>SQL that is true for the images that are meant and never null.</summary>
    public string Sql => IsEmpty ? "true" : string.Join(" and ", _parts);

    /// <summary>The values of <see cref="Sql"/>.</summary>
    public DynamicParameters Parameters { get; } = new();

    /// <summary>
    /// Filters and words in quotes must all be met. A label that a picture has one of (camera, type, source) may be named
    /// several times: any of them will do.
    /// </summary>
    public static PictureCondition Of(ParsedQuery query)
    {
        var condition = new PictureCondition();
        foreach (var alike in query.Filters.GroupBy(FilterSql.Together))
        {
            var any = alike.Select(item => FilterSql.Write(item.Filter, condition.Add)).ToList();
            condition.Demand($"({string.Join(" or ", any)})", alike.First().Not);
        }

        // What has neither letter nor digit is no word that could be met.
        foreach (var phrase in query.Phrases.Where(static p => p.Text.Any(char.IsLetterOrDigit)))
        {
            condition.Demand($"i.words @@ phraseto_tsquery('simple', plain_words({condition.Add(phrase.Text)}))", phrase.Not);
        }

        return condition;
    }

    /// <summary>Demands something more, with parameters of the caller's own.</summary>
    public void Demand(string sql) => _parts.Add(sql);

    // What is unknown is not so: pictures without a camera are no Canon's.
    private void Demand(string sql, bool not) => _parts.Add(not ? $"({sql}) is not true" : sql);

    private string Add(object value)
    {
        var name = $"c{Parameters.ParameterNames.Count()}";
        Parameters.Add(name, value);
        return "@" + name;
    }
}
