using System.Collections;
using Photoseek.Search.Language.Filters;

namespace Photoseek.Search.Language;

/// <summary>Filters beside a query, equal where they are the same ones in the same order.</summary>
/// <param name="items">The filters.</param>
public sealed class QueryFilters(IEnumerable<FilterItem> items) : IReadOnlyList<FilterItem>, IEquatable<QueryFilters>
{
    /// <summary>No filters.</summary>
    public static readonly QueryFilters None = new([]);

    private readonly FilterItem[] _items = [.. items];

    public int Count => _items.Length;

    public FilterItem this[int index] => _items[index];

    /// <summary>Whether a filter is called so, with a minus before it or without.</summary>
    public static bool IsName(string name) => Array.IndexOf(FilterNames.All, name.StartsWith('-') ? name[1..] : name) >= 0;

    /// <summary>The names of filters.</summary>
    public static IReadOnlyList<string> Names => FilterNames.All;

    /// <summary>A filter of a name, which <see cref="IsName"/> knows, and one or more values, any of which will do.</summary>
    /// <exception cref="InvalidSearchException">The values mean nothing; field <c>text</c>.</exception>
    public static FilterItem Read(string name, IReadOnlyList<string> values)
    {
        var not = name.StartsWith('-');
        return new FilterItem(FilterParser.Parse(not ? name[1..] : name, values), not);
    }

    public bool Equals(QueryFilters? other) => other is not null && _items.SequenceEqual(other._items);

    public override bool Equals(object? obj) => Equals(obj as QueryFilters);

    public override int GetHashCode() => _items.Aggregate(0, HashCode.Combine);

    public IEnumerator<FilterItem> GetEnumerator() => ((IEnumerable<FilterItem>)_items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => _items.GetEnumerator();
}
