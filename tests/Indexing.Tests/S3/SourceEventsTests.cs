using Microsoft.Extensions.Hosting;
using Photoseek.Indexing.Sources;
using Photoseek.Testing;
using Photoseek.Testing.S3;

namespace Photoseek.Indexing.Tests.S3;

public sealed class SourceEventsTests : BucketTest
{
    private static readonly CancellationToken None = CancellationToken.None;

    [S3Theory]
    [InlineData(S3Kind.Swift)]
    [InlineData(S3Kind.S3rver)]
    public async Task What_an_event_names_is_looked_at_and_not_believed(S3Kind kind)
    {
        var (bucket, app) = await StartAsync(kind);
        await FillAsync(bucket, 3);
        await SyncAsync(app);
        await bucket.PutAsync("in/new ü+1.jpg", TestJpeg.CreateUnique());
        await bucket.PutAsync("in/000.jpg", TestJpeg.CreateUnique());
        await bucket.DeleteAsync("in/001.jpg");

        await MarkAsync(app, bucket, "in/new ü+1.jpg", "in/000.jpg", "in/001.jpg", "in/002.jpg", "in/never-was.jpg");
        Assert.Equal(5, await app.Sync.TakeDueAsync("photos", None));
        await app.Worker.DrainAsync(None);

        Assert.Equal(["000.jpg", "002.jpg", "new ü+1.jpg"], await KeysAsync());
        Assert.Equal((3, 3, 0), (await CountAsync("images where hidden_at is null"), await CountAsync("image_vectors"), await CountAsync("source_due")));
        var summary = await SyncAsync(app);
        Assert.Equal((0, 3, 0), (summary.Accepted, summary.Duplicates, summary.Removed));
    }

    [S3Fact]
    public async Task Events_delivered_twice_and_to_two_processes_make_no_duplicates()
    {
        var (bucket, first) = await StartAsync();
        var second = Start(bucket);
        await FillAsync(bucket, 60);
        var keys = await bucket.KeysAsync();

        await Task.WhenAll(MarkAsync(first, bucket, keys), MarkAsync(second, bucket, keys));
        var looked = await Task.WhenAll(first.Sync.TakeDueAsync("photos", None), second.Sync.TakeDueAsync("photos", None));
        await MarkAsync(first, bucket, keys);
        await first.Sync.TakeDueAsync("photos", None);

        Assert.InRange(looked.Sum(), 60, 120);
        Assert.Equal((60, 60, 0), (await CountAsync("images"), await CountAsync("image_objects"), await CountAsync("source_due")));
    }

    [S3Fact]
    public async Task Events_alone_never_remove_more_than_a_fifth()
    {
        var (bucket, app) = await StartAsync();
        await FillAsync(bucket, 60);
        await SyncAsync(app);
        var keys = await bucket.KeysAsync();
        foreach (var key in keys.Take(25))
        {
            await bucket.DeleteAsync(key);
            await MarkAsync(app, bucket, key);
            await app.Sync.TakeDueAsync("photos", None);
        }

        Assert.Equal(60 - 12, await CountAsync("images where hidden_at is null"));
        Assert.Contains("13 of 48", (await SyncAsync(app)).Notice, StringComparison.Ordinal);
    }

    [S3Fact]
    public async Task A_key_that_is_named_again_while_it_is_looked_at_is_looked_at_again()
    {
        var (bucket, _) = await StartAsync();
        await FillAsync(bucket, 1);
        await using var proxy = new FaultProxy(bucket.Server);
        var app = Start(bucket, proxy.Endpoint);
        var again = false;
        proxy.Rule = (method, _) => method == "GET" && !again
            ? new Fault
            {
                Before = async () =>
                {
                    again = true;
                    await MarkAsync(app, bucket, "in/000.jpg");
                },
            }
            : null;
        await MarkAsync(app, bucket, "in/000.jpg");

        Assert.Equal(2, await app.Sync.TakeDueAsync("photos", None));
        Assert.Equal(0, await CountAsync("source_due"));
    }

    [S3Fact]
    public async Task The_running_app_looks_by_itself()
    {
        var (bucket, app) = await StartAsync();
        await FillAsync(bucket, 2);
        var watch = app.Get<IEnumerable<IHostedService>>().OfType<SourceWatch>().Single();
        await watch.StartAsync(None);

        await MarkAsync(app, bucket, "in/000.jpg", "in/001.jpg");

        await Eventually.TrueAsync(async () => await CountAsync("image_objects") == 2, TimeSpan.FromMinutes(1), "not taken in");
        await watch.StopAsync(None);
    }
}
