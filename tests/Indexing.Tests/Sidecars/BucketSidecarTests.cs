using System.Text;
using Photoseek.Indexing.Tests.S3;
using Photoseek.Testing.S3;

namespace Photoseek.Indexing.Tests.Sidecars;

public sealed class BucketSidecarTests : BucketTest
{
    private static readonly CancellationToken None = CancellationToken.None;

    [S3Theory]
    [InlineData(S3Kind.Swift)]
    [InlineData(S3Kind.S3rver)]
    public async Task Sidecars_are_followed_by_listings_and_by_events(S3Kind kind)
    {
        var (bucket, app) = await StartAsync(kind);
        await FillAsync(bucket, 2);
        await bucket.PutAsync("in/000.xmp", Encoding.UTF8.GetBytes(TestXmp.Packet));
        await SyncAsync(app);
        await app.Worker.DrainAsync(None);
        Assert.Equal(["At the sea", "-"], await TitlesAsync());

        await bucket.PutAsync("in/001.jpg.xmp", Encoding.UTF8.GetBytes(TestXmp.Packet.Replace("At the sea", "On a hill", StringComparison.Ordinal)));
        await bucket.PutAsync("in/000.xmp", Encoding.UTF8.GetBytes(TestXmp.Packet.Replace("At the sea", "In town", StringComparison.Ordinal)));
        await SyncAsync(app);
        Assert.Equal(["In town", "On a hill"], await TitlesAsync());

        await bucket.DeleteAsync("in/000.xmp");
        await bucket.PutAsync("in/001.jpg.xmp", Encoding.UTF8.GetBytes(TestXmp.Packet));
        await MarkAsync(app, bucket, "in/000.xmp", "in/001.jpg.xmp");
        Assert.Equal(2, await app.Sync.TakeDueAsync("photos", None));
        Assert.Equal(["-", "At the sea"], await TitlesAsync());
        Assert.Equal((2, 0), (await CountAsync("image_vectors"), await CountAsync("pending_images")));
    }

    private async Task<string[]> TitlesAsync() =>
        await Postgres.ScalarAsync<string[]>("""select array_agg(coalesce(title, '-') order by key collate "C") from images i join image_objects o on o.image_id = i.id""") ?? [];
}
