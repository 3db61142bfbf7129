namespace Photoseek.Embedding.Models;

/// <summary>A bundle in <see cref="ModelCatalog.List"/>.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Folder">Where it lies; null when it is not on this machine yet.</param>
/// <param name="DownloadBytes">What installing it downloads; null for a bundle that cannot be downloaded.</param>
/// <param name="Description">One line for a person.</param>
public sealed record ModelListing(string Name, string? Folder, long? DownloadBytes, string Description);
