using Photoseek.App.Pages;
using Photoseek.Indexing.Edits;

namespace Photoseek.App.Http.Images;

/// <summary>The answer of <c>GET /api/images/deleted</c>.</summary>
/// <param name="Images">The latest first.</param>
/// <param name="Next">The <c>after</c> of the next page; null at the end.</param>
internal sealed record DeletedReply(IReadOnlyList<DeletedReply.Image> Images, long? Next)
{
    public static DeletedReply Of(DeletedPage page) => new(
        [.. page.Pictures.Select(static p => new Image(p.Id, p.Title, p.FileName, Links.DeletedThumbnail(p.Id, p.Sha256), p.Width, p.Height, p.DeletedAt, p.IsElsewhere))], page.Next);

    internal sealed record Image(long Id, string? Title, string FileName, string Thumbnail, int Width, int Height, DateTime DeletedAt, bool InSource);
}
