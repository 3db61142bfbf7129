using Photoseek.Testing;
using Photoseek.Testing.S3;

namespace Photoseek.Indexing.Tests.S3;

public sealed class BucketSyncTests : BucketTest
{
    private static readonly CancellationToken None = CancellationToken.None;

    [S3Theory]
    [InlineData(S3Kind.Swift)]
    [InlineData(S3Kind.S3rver)]
    public async Task A_bucket_is_taken_in_where_it_is(S3Kind kind)
    {
        var (bucket, app) = await StartAsync(kind);
        var (odd, same) = ("in/Grüße 1+1/100%/a%2Fb.JPG", TestJpeg.CreateUnique());
        await bucket.PutAsync(odd, same);
        await bucket.PutAsync("in/copy.jpeg", same);
        await bucket.PutAsync("in/other.jpg", TestJpeg.CreateUnique());
        await bucket.PutAsync("in/bad.jpg", "no picture"u8.ToArray());
        await bucket.PutAsync("in/notes.txt", "hello"u8.ToArray());
        await bucket.PutAsync("out/outside.jpg", TestJpeg.CreateUnique());
        await bucket.PutAsync("inner.jpg", TestJpeg.CreateUnique());

        var summary = await SyncAsync(app);
        await app.Worker.DrainAsync(None);

        Assert.Equal((2, 1, 0, null), (summary.Accepted, summary.Duplicates, summary.Removed, summary.Notice));
        Assert.Equal("bad.jpg", Assert.Single(summary.Refused).File);
        Assert.Equal([odd[3..], "copy.jpeg", "other.jpg"], await KeysAsync());
        Assert.Equal((2, 2, 0), (await CountAsync("images"), await CountAsync("image_vectors"), await CountAsync("pending_images")));

        var id = await Postgres.ScalarAsync<long>("select image_id from image_objects where key = 'copy.jpeg'");
        var original = await app.Library.OpenOriginalAsync(id, None);
        using var bytes = new MemoryStream();
        await using (var content = original!.Content)
        {
            await content.CopyToAsync(bytes);
        }

        Assert.Equal(same, bytes.ToArray());
        Assert.Equal((0, 3, 0), Figures(await SyncAsync(app)));
    }

    [S3Fact]
    public async Task Objects_that_have_not_changed_are_not_read()
    {
        var (bucket, _) = await StartAsync();
        await using var proxy = new FaultProxy(bucket.Server);
        var app = Start(bucket, proxy.Endpoint);
        await FillAsync(bucket, 5);

        Assert.Equal((5, 0, 0), Figures(await SyncAsync(app)));
        var before = proxy.Requests.Count;
        Assert.Equal((0, 5, 0), Figures(await SyncAsync(app)));

        Assert.Equal(1, proxy.Requests.Count - before);
    }

    [S3Theory]
    [InlineData(S3Kind.Swift)]
    [InlineData(S3Kind.S3rver)]
    public async Task An_overwritten_object_is_embedded_anew_and_a_removed_one_goes(S3Kind kind)
    {
        var (bucket, app) = await StartAsync(kind);
        await FillAsync(bucket, 3);
        await SyncAsync(app);
        await app.Worker.DrainAsync(None);
        var old = await Postgres.ScalarAsync<long>("select image_id from image_objects where key = '000.jpg'");

        await bucket.PutAsync("in/000.jpg", TestJpeg.CreateUnique());
        await bucket.DeleteAsync("in/001.jpg");
        var summary = await SyncAsync(app);
        await app.Worker.DrainAsync(None);

        Assert.Equal((1, 1, 1), Figures(summary));
        Assert.Equal(["000.jpg", "002.jpg"], await KeysAsync());
        Assert.Equal((2, 2), (await CountAsync("images where hidden_at is null"), await CountAsync("images where hidden_at is not null")));
        Assert.Equal(1, await CountAsync($"images where id = {old} and hidden_at is not null"));
    }

    [S3Fact]
    public async Task Nothing_is_removed_when_more_than_a_fifth_would_go()
    {
        var (bucket, app) = await StartAsync();
        await FillAsync(bucket, 50);
        await SyncAsync(app);
        foreach (var i in Enumerable.Range(0, 11))
        {
            await bucket.DeleteAsync($"in/{i:000}.jpg");
        }

        var summary = await SyncAsync(app);

        Assert.Equal((0, 50), (summary.Removed, await CountAsync("images")));
        Assert.Contains("11 of 50", summary.Notice, StringComparison.Ordinal);
        await bucket.PutAsync("in/000.jpg", TestJpeg.CreateUnique());
        Assert.Equal((1, 39, 10), Figures(await SyncAsync(app)));
    }

    [S3Fact]
    public async Task Nothing_is_removed_when_the_prefix_is_empty()
    {
        var (bucket, app) = await StartAsync();
        await FillAsync(bucket, 3);
        await SyncAsync(app);

        var moved = Start(bucket, null, ("Sources:0:Prefix", "in-2"));
        var summary = await SyncAsync(moved);

        Assert.Equal((0, 3), (summary.Removed, await CountAsync("images")));
        Assert.Contains("prefix", summary.Notice, StringComparison.Ordinal);
    }

    [S3Fact]
    public async Task A_sync_that_stops_goes_on_where_it_was()
    {
        var (bucket, _) = await StartAsync();
        await FillAsync(bucket, 25);
        await using var proxy = new FaultProxy(bucket.Server);
        var app = Start(bucket, proxy.Endpoint);

        // As if a page had ended there and the process with it.
        await SyncAsync(app);
        await Postgres.ExecuteAsync("update source_listings set finished_at = null, after_key = '019.jpg', listed = 20");
        await bucket.DeleteAsync("in/003.jpg");
        var before = proxy.Requests.Count;
        var resumed = await SyncAsync(app);

        Assert.Equal((0, 5, 0), Figures(resumed));
        Assert.Contains("start-after=in%2F019.jpg", proxy.Requests.Skip(before).First().Path, StringComparison.Ordinal);
        Assert.Equal(25, await Postgres.ScalarAsync<long>("select complete from source_listings"));
        Assert.Equal((0, 24, 1), Figures(await SyncAsync(app)));
    }

    [S3Fact]
    public async Task Only_one_looks_through_a_source_at_a_time()
    {
        var (bucket, _) = await StartAsync();
        await FillAsync(bucket, 1);
        await using var proxy = new FaultProxy(bucket.Server);
        var (first, second) = (Start(bucket, proxy.Endpoint), Start(bucket));
        var reached = new TaskCompletionSource();
        var goOn = new TaskCompletionSource();
        proxy.Rule = (_, _) => new Fault
        {
            Before = () =>
            {
                reached.TrySetResult();
                return goOn.Task;
            },
        };

        var running = SyncAsync(first);
        await reached.Task;
        var other = await SyncAsync(second);
        goOn.SetResult();

        Assert.Contains("already", other.Notice, StringComparison.Ordinal);
        Assert.Equal((1, 0, 0), Figures(await running));
        Assert.Equal((0, 1, 0), Figures(await SyncAsync(second)));
    }

    [S3Fact]
    public async Task A_folder_is_a_source_too()
    {
        var app = StartAnother(("Sources:0:Name", "Disk"), ("Sources:0:Type", "Folder"), ("Sources:0:Folder", Photos));
        Write("a.jpg", TestJpeg.CreateUnique());

        Assert.Equal(["Disk"], app.Sync.Names);
        Assert.Equal((1, 0, 0), Figures(await app.Sync.RunAsync("disk", null, None)));
        Assert.Equal("Disk", await Postgres.ScalarAsync<string>("select name from sources"));
        Assert.Equal(0, await app.Sync.TakeDueAsync("disk", None));
        await Assert.ThrowsAsync<ArgumentException>(() => app.Sync.RunAsync("nothing", null, None));
    }

    private static (int Accepted, int Duplicates, int Removed) Figures(ImportSummary summary) => (summary.Accepted, summary.Duplicates, summary.Removed);
}
