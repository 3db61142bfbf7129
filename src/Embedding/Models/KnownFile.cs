namespace Photoseek.Embedding.Models;

/// <summary>A file of a bundle that can be downloaded, pinned.</summary>
/// <param name="Path">Its place in the repository and in the bundle.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Sha256">Its hash, lower-case hex.</param>
/// <param name="Optional">The bundle works without it, so one that is not as expected is left out.</param>
internal sealed record KnownFile(string Path, long Bytes, string Sha256, bool Optional = false);
