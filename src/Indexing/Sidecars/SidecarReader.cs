using Microsoft.Extensions.Logging;
using Photoseek.Embedding.Images;
using Photoseek.Indexing.Sources;
using Photoseek.Indexing.Storage;

namespace Photoseek.Indexing.Sidecars;

/// <summary>Reads sidecars from where they lie. One that cannot be read never fails its picture: it is read at a later listing.</summary>
internal sealed class SidecarReader(S3Sources buckets, ILogger<IndexingWorker> log)
{
    /// <summary>Larger ones are passed over: they hold masks and histories, and parsing them costs.</summary>
    public const int MaxBytes = 1024 * 1024;

    /// <param name="locations">Of one image, as <see cref="SidecarList.LocateAsync"/> orders them.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<SidecarContents> ReadAsync(IEnumerable<SidecarLocation> locations, CancellationToken cancellationToken)
    {
        var (packets, marks) = (new List<byte[]>(), new List<SidecarMark>());
        foreach (var beside in locations.GroupBy(static l => (l.SourceId, l.Picture)))
        {
            try
            {
                foreach (var sidecar in beside.Where(static l => l.Key is not null))
                {
                    if (await ReadAsync(sidecar, sidecar.Key!, cancellationToken) is { } packet)
                    {
                        packets.Add(packet);
                    }
                }

                var versions = string.Join(' ', beside.Select(static l => l.Version).OfType<string>());
                marks.Add(new SidecarMark(beside.Key.SourceId, beside.Key.Picture, versions.Length == 0 ? null : versions));
            }
            catch (IOException exception)
            {
                log.UnreadableFile(exception, PlainText.Line($"the sidecar of {beside.Key.Picture}", 1024) ?? "");
            }
        }

        return new SidecarContents(packets, marks);
    }

    private async Task<byte[]?> ReadAsync(SidecarLocation location, string key, CancellationToken cancellationToken)
    {
        await using var stream = location.Kind == "s3" ? await OpenObjectAsync(location, key, cancellationToken) : SourceFolder.Open(location.Root, key);
        try
        {
            return stream is null ? null : await BoundedRead.AllAsync(stream, MaxBytes, cancellationToken);
        }
        catch (PictureRefusedException tooLarge)
        {
            log.SidecarPassedOver(PlainText.Line(key, 1024) ?? "", tooLarge.Message);
            return null;
        }
    }

    private async Task<Stream?> OpenObjectAsync(SidecarLocation location, string key, CancellationToken cancellationToken) =>
        buckets.Find(location.Source) is { } bucket
            ? await bucket.OpenAsync(key, null, cancellationToken)
            : throw new SourceAwayException($"The source {location.Source} is not configured at the moment.");
}
