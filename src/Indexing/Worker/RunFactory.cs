using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Photoseek.Embedding.Images;
using Photoseek.Embedding.Models;
using Photoseek.Indexing.Generations;
using Photoseek.Indexing.Metadata;
using Photoseek.Indexing.Pending;
using Photoseek.Indexing.Sidecars;
using Photoseek.Indexing.Storage;

namespace Photoseek.Indexing.Worker;

/// <summary>Makes the pipelines, one for each generation that is worked on.</summary>
internal sealed class RunFactory(
    PendingPictures pending, OriginalReader originals, SidecarList sidecars, SidecarReader sidecarReader, IObjectStore store, PictureDecoder decoder, MetadataReader metadata, FileBuffers buffers,
    WorkBell bell, IOptions<IndexingOptions> options, TimeProvider time, ILogger<IndexingWorker> log)
{
    /// <param name="generation">Whose work is done.</param>
    /// <param name="model">Its model, in use for as long as the run runs.</param>
    /// <param name="cpu">Shared by all runs of the process.</param>
    /// <param name="patience">With the database.</param>
    /// <param name="mayClaim">Asked before each claim: whether nobody else's work comes first.</param>
    public IndexingRun Create(Generation generation, ClipModel model, CpuSlots cpu, Patience patience, Func<bool> mayClaim)
    {
        var preparer = new PicturePreparer(originals, sidecarReader, store, decoder, metadata, buffers, model, cpu, log);
        return new IndexingRun(generation, pending, originals, sidecars, preparer, model, cpu, patience, mayClaim, bell, options.Value, time, log);
    }
}
