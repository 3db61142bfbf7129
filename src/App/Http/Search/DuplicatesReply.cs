using Photoseek.App.Pages;
using Photoseek.Search;
using Photoseek.Search.Duplicates;

namespace Photoseek.App.Http.Search;

/// <summary>The answer of <c>GET /api/duplicates</c>.</summary>
/// <param name="Groups">Newest first.</param>
/// <param name="Next">The <c>before</c> of the next page; null at the end.</param>
/// <param name="Waiting">Pictures that were not looked at yet, counted up to 10,000.</param>
internal sealed record DuplicatesReply(IReadOnlyList<DuplicatesReply.Group> Groups, long? Next, int Waiting)
{
    public static DuplicatesReply Of(DuplicatePage page) =>
        new([.. page.Groups.Select(static group => new Group(group.Id, group.Count, [.. group.Pictures.Select(Picture.Of)]))], page.Next, page.Waiting);

    internal sealed record Group(long Id, int Count, IReadOnlyList<Picture> Pictures);

    internal sealed record Picture(long Id, string? Title, string FileName, string Source, string Key, string Thumbnail, string Page, int Width, int Height, DateTime? TakenAt)
    {
        public static Picture Of(SearchHit hit) => new(
            hit.Id, hit.Title, hit.FileName, hit.Source, hit.Key, Links.SmallThumbnail(hit.Id, hit.Sha256), Links.Picture(hit.Id), hit.Width, hit.Height, hit.TakenAt);
    }
}
