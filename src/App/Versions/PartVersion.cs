namespace Photoseek.App.Versions;

/// <summary>One part that the app is made of or works with.</summary>
/// <param name="Part">Its name.</param>
/// <param name="Version">What it says it is; null where it cannot be asked.</param>
/// <param name="Note">What else there is to know; null for nothing.</param>
/// <param name="Warnings">What is known against this version and what to do, a sentence each.</param>
public sealed record PartVersion(string Part, string? Version, string? Note, IReadOnlyList<string> Warnings);
