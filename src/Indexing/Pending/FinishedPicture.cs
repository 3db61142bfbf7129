using Photoseek.Indexing.Metadata;
using Photoseek.Indexing.Sidecars;

namespace Photoseek.Indexing.Pending;

/// <summary>A picture with its vector, what its files say, and which sidecars were among them.</summary>
internal sealed record FinishedPicture(ClaimedPicture Claim, float[] Vector, PictureMetadata Metadata, IReadOnlyList<SidecarMark> Sidecars);
