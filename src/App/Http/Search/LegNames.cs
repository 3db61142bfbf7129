using Photoseek.Search;

namespace Photoseek.App.Http.Search;

/// <summary>What programs are told of the ways of finding.</summary>
internal static class LegNames
{
    public static string Of(SearchLeg leg) => leg switch
    {
        SearchLeg.Vectors => "picture",
        SearchLeg.Words => "words",
        _ => "text",
    };

    /// <summary>By what a hit was found.</summary>
    public static IReadOnlyList<string> Of(SearchHit hit) =>
    [
        .. hit.ByVector ? [Of(SearchLeg.Vectors)] : (string[])[],
        .. hit.ByWords ? [Of(SearchLeg.Words)] : (string[])[],
        .. hit.ByText ? [Of(SearchLeg.Texts)] : (string[])[],
    ];
}
