using Photoseek.Indexing.Sidecars;
using Photoseek.Indexing.Storage;

namespace Photoseek.Indexing.Worker;

/// <summary>Where a claimed picture's bytes, and the sidecars beside them, may be read from.</summary>
internal sealed record PictureFiles(IReadOnlyList<OriginalLocation> Originals, IReadOnlyList<SidecarLocation> Sidecars);
