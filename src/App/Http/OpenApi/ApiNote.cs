namespace Photoseek.App.Http.OpenApi;

/// <summary>What programs are told of an endpoint beside what its signature says.</summary>
/// <param name="Group">What it stands under.</param>
/// <param name="Summary">A line.</param>
internal sealed record ApiNote(string Group, string Summary)
{
    /// <summary>What else is to be known; null for nothing.</summary>
    public string? Description { get; init; }

    /// <summary>What may stand in the query.</summary>
    public IReadOnlyList<ApiField> Query { get; init; } = [];

    /// <summary>What parts of the path mean, by name.</summary>
    public IReadOnlyDictionary<string, string> Path { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    public ApiBody? Body { get; init; }

    public IReadOnlyList<ApiAnswer> Answers { get; init; } = [];

    /// <summary>The problems that are its own; those of any request are added.</summary>
    public IReadOnlyList<ProblemKind> Problems { get; init; } = [];

    /// <summary>Whether it asks neither the database nor anybody else.</summary>
    public bool AsksNobody { get; init; }

    /// <summary>The status of <see cref="ProblemKind.InvalidSearch"/> here.</summary>
    public int InvalidStatus { get; init; } = StatusCodes.Status400BadRequest;
}
