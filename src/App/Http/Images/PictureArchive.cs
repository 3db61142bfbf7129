using System.IO.Compression;
using System.Text;
using Microsoft.AspNetCore.Http.Features;
using Photoseek.Indexing;

namespace Photoseek.App.Http.Images;

/// <summary>The originals of some pictures in one ZIP file, made while it is sent: nothing of it is kept, in memory or on disk.</summary>
internal sealed class PictureArchive(IReadOnlyList<long> ids, PictureLibrary library, TimeProvider time) : IResult
{
    /// <summary>Most pictures in one file; so many numbers fit into an address.</summary>
    public const int MostPictures = 500;

    private readonly Dictionary<string, int> _names = new(StringComparer.OrdinalIgnoreCase);

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var cancellationToken = httpContext.RequestAborted;
        var response = httpContext.Response;
        response.ContentType = "application/zip";
        response.Headers.ContentDisposition = $"attachment; filename=\"photos-{time.GetUtcNow():yyyyMMdd-HHmmss}.zip\"";
        response.Headers.CacheControl = "no-store";

        // The framework writes the few bytes behind each file without waiting for them; all others are awaited.
        if (httpContext.Features.Get<IHttpBodyControlFeature>() is { } body)
        {
            body.AllowSynchronousIO = true;
        }

        // Pictures are packed already, so they are only put side by side.
        await using var archive = await ZipArchive.CreateAsync(response.Body, ZipArchiveMode.Create, leaveOpen: true, Encoding.UTF8, cancellationToken);
        List<string> missing = [];
        foreach (var id in ids)
        {
            if (!await AddAsync(archive, id, cancellationToken))
            {
                missing.Add($"Picture {id} is not in the library any more, or its file cannot be read.");
            }
        }

        if (missing.Count > 0)
        {
            await using var note = await archive.CreateEntry("missing.txt", CompressionLevel.NoCompression).OpenAsync(cancellationToken);
            await note.WriteAsync(Encoding.UTF8.GetBytes(string.Join("\n", missing) + "\n"), cancellationToken);
        }
    }

    // What has begun cannot be taken back: a file that is missing is told of at the end.
    private async Task<bool> AddAsync(ZipArchive archive, long id, CancellationToken cancellationToken)
    {
        PictureFile? file;
        try
        {
            file = await library.OpenOriginalAsync(id, cancellationToken);
        }
        catch (IOException)
        {
            return false;
        }

        if (file is null)
        {
            return false;
        }

        await using var content = file.Content;
        await using var entry = await archive.CreateEntry(NameOf(file.FileName), CompressionLevel.NoCompression).OpenAsync(cancellationToken);
        await content.CopyToAsync(entry, cancellationToken);
        return true;
    }

    // "a.jpg", "a (2).jpg": two folders may have files of one name.
    private string NameOf(string name)
    {
        var count = _names[name] = _names.GetValueOrDefault(name) + 1;
        return count == 1 ? name : NameOf($"{Path.GetFileNameWithoutExtension(name)} ({count}){Path.GetExtension(name)}");
    }
}
