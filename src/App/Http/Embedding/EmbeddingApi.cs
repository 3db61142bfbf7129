using System.Diagnostics;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Photoseek.App.Access;
using Photoseek.App.Http.Uploads;
using Photoseek.Embedding.Images;
using Photoseek.Search;

namespace Photoseek.App.Http.Embedding;

/// <summary>Vectors for programs: of texts, of pictures that are sent, and of pictures in the configured sources.</summary>
internal static class EmbeddingApi
{
    private const int MaxJsonBytes = 64 * 1024;
    private const int MaxPaths = 32;

    public static IServiceCollection AddEmbeddingApi(this IServiceCollection services) => services.AddSingleton<PathEmbedder>();

    /// <summary>Maps <c>POST /embed-image</c>, <c>/embed-batch</c>, <c>/embed/image</c> and <c>/embed/text</c>.</summary>
    public static IEndpointRouteBuilder MapEmbeddingApi(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("").AddEndpointFilter(new ProblemFilter()).RequireAuthorization(Policies.Embed).RequireRateLimiting(RateLimits.Embeds);
        group.MapPost("/embed-image", EmbedPathAsync).WithMetadata(new RequestSizeLimitAttribute(MaxJsonBytes));
        group.MapPost("/embed-batch", EmbedPathsAsync).WithMetadata(new RequestSizeLimitAttribute(MaxJsonBytes));
        group.MapPost("/embed/text", EmbedTextAsync).WithMetadata(new RequestSizeLimitAttribute(MaxJsonBytes));

        // The limit is set where the pictures' own is known.
        group.MapPost("/embed/image", EmbedImageAsync).WithMetadata(new DisableRequestSizeLimitAttribute());
        return routes;
    }

    private static async Task<Ok<PathVector>> EmbedPathAsync(HttpRequest http, PathEmbedder embedder, CancellationToken cancellationToken)
    {
        var path = await JsonBody.TextAsync(http, "image_path", cancellationToken);
        var vector = await embedder.EmbedAsync(path, cancellationToken);
        return TypedResults.Ok(new PathVector(vector.Values, vector.Model.Name, vector.Model.Dimension));
    }

    private static async Task<Ok<PathVectors>> EmbedPathsAsync(HttpRequest http, PathEmbedder embedder, CancellationToken cancellationToken)
    {
        var paths = await JsonBody.TextsAsync(http, "image_paths", MaxPaths, cancellationToken);
        var vectors = new float[paths.Count][];
        var limits = new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, paths.Count, limits, async (place, token) => vectors[place] = (await embedder.EmbedAsync(paths[place], token)).Values);
        return TypedResults.Ok(new PathVectors(vectors));
    }

    private static async Task<Ok<SentVector>> EmbedTextAsync(HttpRequest http, PictureSearch search, ILogger<PathEmbedder> log, CancellationToken cancellationToken)
    {
        var text = await JsonBody.TextAsync(http, "text", cancellationToken);
        var started = Stopwatch.GetTimestamp();
        var vector = await search.EmbedAsync(text, cancellationToken);
        log.Embedded("a text", vector.Values.Length, Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        return TypedResults.Ok(new SentVector(vector.Values, vector.Values.Length));
    }

    private static async Task<Ok<SentVector>> EmbedImageAsync(
        HttpRequest http, PictureSearch search, PictureRoom room, PictureDecoder decoder, ILogger<PathEmbedder> log, CancellationToken cancellationToken)
    {
        var picture = await SentPicture.ReadAsync(http, room, decoder.Limits.Bytes, cancellationToken);
        var started = Stopwatch.GetTimestamp();
        var vector = await search.EmbedAsync(picture, cancellationToken);
        log.Embedded("a picture that was sent", vector.Values.Length, Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        return TypedResults.Ok(new SentVector(vector.Values, vector.Values.Length));
    }

    /// <param name="Embedding">A unit vector.</param>
    /// <param name="Model">The model that made it.</param>
    /// <param name="Dimension">How wide it is.</param>
    internal sealed record PathVector(float[] Embedding, string Model, int Dimension);

    /// <param name="Embeddings">Unit vectors, in the order of the paths.</param>
    internal sealed record PathVectors(float[][] Embeddings);

    /// <param name="Embedding">A unit vector.</param>
    /// <param name="Dimensions">How wide it is.</param>
    internal sealed record SentVector(float[] Embedding, int Dimensions);
}
