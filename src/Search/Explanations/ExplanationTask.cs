namespace Photoseek.Search.Explanations;

/// <summary>What is to be explained.</summary>
/// <param name="Id">Of the explanation.</param>
/// <param name="Query">As it was typed.</param>
/// <param name="Images">The first results, best first.</param>
/// <param name="Asked">When, by the clock's timestamps.</param>
internal sealed record ExplanationTask(string Id, string Query, IReadOnlyList<long> Images, long Asked);
