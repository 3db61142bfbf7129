namespace Photoseek.Search.Language.Filters;

/// <summary>Taken on or after a day, or before one; by the camera's own clock.</summary>
/// <param name="Day">The first day that counts, or the first one that does not.</param>
/// <param name="Before">Whether pictures taken before the day are meant.</param>
/// <param name="Value">Year, month or day as it was written.</param>
public sealed record DateFilter(DateOnly Day, bool Before, string Value) : QueryFilter
{
    public override string Written => $"{(Before ? "to" : "from")}:{Value}";
}
