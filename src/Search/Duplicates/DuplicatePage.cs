namespace Photoseek.Search.Duplicates;

/// <summary>Some groups of near-duplicates.</summary>
/// <param name="Groups">Newest first.</param>
/// <param name="Next">Ask for what comes behind this group; null at the end.</param>
/// <param name="Waiting">Pictures that were not looked at yet, counted up to <see cref="DuplicateList.MaxWaiting"/>.</param>
public sealed record DuplicatePage(IReadOnlyList<DuplicateGroup> Groups, long? Next, int Waiting);
