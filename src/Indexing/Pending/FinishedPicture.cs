using Photoseek.Indexing.Metadata;

namespace Photoseek.Indexing.Pending;

/// <summary>A picture with its vector.</summary>
internal sealed record FinishedPicture(ClaimedPicture Claim, float[] Vector, PictureMetadata Metadata);
