using Photoseek.Search.Language.Filters;

namespace Photoseek.Search.Language;

/// <summary>What pictures must be, or must not.</summary>
public sealed record FilterItem(QueryFilter Filter, bool Not) : QueryItem
{
    public override string Written => (Not ? "-" : "") + Filter.Written;
}
