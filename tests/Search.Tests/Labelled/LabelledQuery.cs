namespace Photoseek.Search.Tests.Labelled;

/// <summary>A search, and the pictures that are right.</summary>
/// <param name="Kind"><c>look</c>, <c>words</c>, <c>both</c> or <c>signs</c>: what it takes to answer it.</param>
/// <param name="Query">As it is typed.</param>
/// <param name="Right">File names.</param>
internal sealed record LabelledQuery(string Kind, string Query, string[] Right)
{
    /// <summary>Discounted gain of the first ten against the best that they could have.</summary>
    public double Ndcg(IReadOnlyList<string> found)
    {
        var gain = found.Take(10).Select((name, place) => Right.Contains(name, StringComparer.Ordinal) ? 1 / Math.Log2(place + 2) : 0).Sum();
        return gain / Enumerable.Range(0, Math.Min(10, Right.Length)).Sum(static place => 1 / Math.Log2(place + 2));
    }

    /// <summary>Right ones among the first ten against as many as there could be.</summary>
    public double Recall(IReadOnlyList<string> found) =>
        found.Take(10).Count(name => Right.Contains(name, StringComparer.Ordinal)) / (double)Math.Min(10, Right.Length);
}
