using System.Diagnostics;
using Photoseek.Embedding.Images;
using Photoseek.Indexing;
using Photoseek.Search;

namespace Photoseek.App.Http.Embedding;

/// <summary>Embeds pictures of the configured sources, and says so in the log.</summary>
internal sealed class PathEmbedder(SourceObjects sources, PictureSearch search, ILogger<PathEmbedder> log)
{
    /// <summary>The vector of the picture at an address.</summary>
    /// <exception cref="RequestRefusedException">No configured source has it, or it cannot be used; names the address.</exception>
    public async Task<QueryVector> EmbedAsync(string path, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        try
        {
            var file = await sources.ReadAsync(path, cancellationToken)
                ?? throw new RequestRefusedException(ProblemKind.UnknownPath, $"{path} is not in a configured source. Write s3://bucket/key of a source of type S3, or the path of a file in the folder of one.");
            var vector = await search.EmbedAsync(file, cancellationToken);
            log.Embedded(path, vector.Values.Length, Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            return vector;
        }
        catch (PictureRefusedException refused)
        {
            throw new RequestRefusedException(Problems.KindOf(refused)!, $"{path}: {refused.Message}", refused);
        }
    }
}
