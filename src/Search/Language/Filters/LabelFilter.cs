namespace Photoseek.Search.Language.Filters;

/// <summary>One of several words in a field, upper and lower case alike.</summary>
/// <param name="Field">Which field.</param>
/// <param name="AnyOf">One or more.</param>
public sealed record LabelFilter(LabelField Field, IReadOnlyList<string> AnyOf) : QueryFilter
{
    public override string Written => $"{FilterNames.Of(Field)}:{string.Join(',', AnyOf.Select(Quote))}";

    public bool Equals(LabelFilter? other) => other is not null && Field == other.Field && AnyOf.SequenceEqual(other.AnyOf, StringComparer.Ordinal);

    public override int GetHashCode() => AnyOf.Aggregate(HashCode.Combine(Field), HashCode.Combine);

    private static string Quote(string value) => value.Any(static c => char.IsWhiteSpace(c) || c == ',') ? $"\"{value}\"" : value;
}
