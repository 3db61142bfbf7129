using Photoseek.Indexing.Sidecars;

namespace Photoseek.Indexing.Sources;

/// <summary>What a walk found.</summary>
/// <param name="Keys">Pictures, relative to the root, '/' between parts, sorted.</param>
/// <param name="Sidecars">XMP files.</param>
/// <param name="Unreadable">Folders that could not be looked into: with any of them the listing is not complete.</param>
internal sealed record FolderListing(IReadOnlyList<string> Keys, IReadOnlyList<SidecarFile> Sidecars, IReadOnlyList<string> Unreadable);
