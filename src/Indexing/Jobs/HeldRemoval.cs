namespace Photoseek.Indexing.Jobs;

/// <summary>More is gone from a source than goes without asking, so nothing is removed until somebody accepts it.</summary>
/// <param name="Gone">Pictures that would be removed.</param>
/// <param name="Known">Of so many.</param>
/// <param name="Since">When it was first noticed, UTC.</param>
/// <param name="IsAccepted">Whether somebody has said yes: the next look through the source removes them.</param>
public sealed record HeldRemoval(long Gone, long Known, DateTime Since, bool IsAccepted);
