namespace Photoseek.Search.Language.Filters;

/// <summary>How a number is compared.</summary>
public enum Comparison
{
    AtLeast,
    Above,
    AtMost,
    Below,
    Equal,
}
