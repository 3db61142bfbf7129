namespace Photoseek.App.Pages;

/// <summary>A value that a search can be narrowed by.</summary>
/// <param name="Name">As it is written at the pictures.</param>
/// <param name="Count">Pictures that have it.</param>
/// <param name="With">The search for those.</param>
/// <param name="Without">The search for all others; null where there is none.</param>
public sealed record FacetLink(string Name, long Count, string With, string? Without);
