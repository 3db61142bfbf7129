namespace Photoseek.Search.Duplicates;

/// <summary>Pictures that are nearly the same.</summary>
/// <param name="Id">Of the group; stays the same for as long as nothing joins two groups.</param>
/// <param name="Count">How many pictures it has.</param>
/// <param name="Pictures">The first of them, oldest first, at most <see cref="DuplicateList.MaxShown"/>.</param>
public sealed record DuplicateGroup(long Id, int Count, IReadOnlyList<SearchHit> Pictures);
