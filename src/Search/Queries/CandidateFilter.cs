using Dapper;

namespace Photoseek.Search.Queries;

/// <summary>What candidates must be besides near: any condition of SQL over an image <c>i</c>, its values as parameters.</summary>
/// <param name="Condition">Null asks for nothing.</param>
/// <param name="Values">By the names that the condition uses.</param>
internal sealed record CandidateFilter(string? Condition, IReadOnlyDictionary<string, object> Values)
{
    public static CandidateFilter None { get; } = new(null, new Dictionary<string, object>());

    public bool IsEmpty => Condition is null;

    /// <summary>What a request asks for.</summary>
    public static CandidateFilter Of(SearchRequest request)
    {
        var values = new Dictionary<string, object>(StringComparer.Ordinal);
        var conditions = new List<string>();
        Add("i.project = @project", "project", request.Project);
        Add("i.category = @category", "category", request.Category);
        return values.Count == 0 ? None : new CandidateFilter(string.Join(" and ", conditions), values);

        void Add(string condition, string name, string? value)
        {
            if (value is not null)
            {
                conditions.Add(condition);
                values.Add(name, value);
            }
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
