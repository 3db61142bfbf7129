using System.Globalization;
using System.Text;
using Photoseek.Search;

namespace Photoseek.App.Pages;

/// <summary>The address of a search: all that was asked is in it.</summary>
public sealed record SearchAddress
{
    public string? Query { get; init; }

    /// <summary>A picture of the library to search by.</summary>
    public long? Like { get; init; }

    /// <summary>What pictures that were sent look like.</summary>
    public string? Look { get; init; }

    public SearchSort Sort { get; init; }

    /// <summary>As <see cref="SearchRequest.Cutoff"/>; null for the configured one.</summary>
    public double? Cutoff { get; init; }

    public DuplicateHandling Duplicates { get; init; }

    /// <summary>From 1.</summary>
    public int Page { get; init; } = 1;

    /// <summary>The same search for something more, from its first page.</summary>
    public SearchAddress And(string words)
    {
        var asked = Like is { } like ? string.Create(CultureInfo.InvariantCulture, $"like:{like}") : Query;
        return this with { Query = asked is null ? words : $"{asked} {words}", Like = null, Page = 1 };
    }

    public override string ToString()
    {
        var address = new StringBuilder("/");
        Add("q", Query);
        Add("like", Like?.ToString(CultureInfo.InvariantCulture));
        Add("look", Look);
        Add("sort", Sort == SearchSort.Relevance ? null : Sort.ToString().ToLowerInvariant());
        Add("cutoff", Cutoff?.ToString(CultureInfo.InvariantCulture));
        Add("duplicates", Duplicates == DuplicateHandling.Collapse ? null : "all");
        Add("page", Page <= 1 ? null : Page.ToString(CultureInfo.InvariantCulture));
        return address.ToString();

        void Add(string name, string? value)
        {
            if (value is not null)
            {
                address.Append(address.Length > 1 ? '&' : '?').Append(name).Append('=').Append(Uri.EscapeDataString(value));
            }
        }
    }
}
