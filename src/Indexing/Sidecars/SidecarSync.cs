using Dapper;
using Microsoft.Extensions.Logging;
using Npgsql;
using Photoseek.Embedding.Images;
using Photoseek.Indexing.Metadata;
using Photoseek.Indexing.Sources;
using Photoseek.Indexing.Storage;

namespace Photoseek.Indexing.Sidecars;

/// <summary>Describes images anew whose sidecars have come, changed or gone since. Their vectors stay as they are.</summary>
internal sealed class SidecarSync(
    NpgsqlDataSource database, SidecarList sidecars, SidecarReader reader, OriginalReader originals, MetadataReader metadata, PictureDecoder decoder, ILogger<IndexingWorker> log)
{
    private const int Chunk = 100;
    private const int Parallel = 4;

    /// <summary>Describes what is outdated of a source. What cannot be read now is tried again after its next listing.</summary>
    /// <param name="source">Which.</param>
    /// <param name="listedSince">When a listing that is complete began: sidecars that it has not seen are gone. Null after anything less.</param>
    /// <param name="cancellationToken">Stops it; the next run goes on.</param>
    public async Task RunAsync(int source, DateTime? listedSince, CancellationToken cancellationToken)
    {
        if (listedSince is { } since)
        {
            await sidecars.ForgetAsync(source, since, cancellationToken);
        }

        foreach (var images in (await sidecars.OutdatedAsync(source, cancellationToken)).Chunk(Chunk))
        {
            var locations = await originals.LocateAsync(images, cancellationToken);
            var beside = await sidecars.LocateAsync(images, cancellationToken);
            var limits = new ParallelOptions { MaxDegreeOfParallelism = Parallel, CancellationToken = cancellationToken };
            await System.Threading.Tasks.Parallel.ForEachAsync(images, limits, async (image, token) => await DescribeAsync(image, locations[image], beside[image], token));
        }
    }

    private async Task DescribeAsync(long image, IEnumerable<OriginalLocation> locations, IEnumerable<SidecarLocation> beside, CancellationToken cancellationToken)
    {
        try
        {
            var contents = await reader.ReadAsync(beside, cancellationToken);
            await using var stream = await originals.OpenAsync(locations, cancellationToken);
            if (stream is null || contents.Marks.Count == 0)
            {
                return;
            }

            var file = await BoundedRead.AllAsync(stream, decoder.Limits.Bytes, cancellationToken);
            await WriteAsync(image, metadata.Read(file, contents.Packets), contents.Marks, cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or PictureRefusedException)
        {
            log.UnreadableFile(exception, $"image {image}");
        }
    }

    private async Task WriteAsync(long image, PictureMetadata described, IEnumerable<SidecarMark> marks, CancellationToken cancellationToken)
    {
        const string hold = "select id from images where id = @image for no key update";
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await LibraryLock.AddingAsync(transaction, cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(hold, new { image }, transaction, cancellationToken: cancellationToken));
        await MetadataWriter.WriteAsync(image, described, transaction, cancellationToken);
        await SidecarList.MarkAsync(marks, transaction, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }
}
