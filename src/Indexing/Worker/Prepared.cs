using Photoseek.Embedding.Images;
using Photoseek.Indexing.Metadata;
using Photoseek.Indexing.Pending;
using Photoseek.Indexing.Sidecars;

namespace Photoseek.Indexing.Worker;

/// <summary>A picture ready to be embedded, or (without pixels) one that is settled already.</summary>
internal sealed record Prepared(ClaimedPicture Claim, DecodedPicture? Picture, PictureMetadata Metadata, IReadOnlyList<SidecarMark> Sidecars);
