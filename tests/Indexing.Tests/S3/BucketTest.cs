using Photoseek.Testing;
using Photoseek.Testing.S3;

namespace Photoseek.Indexing.Tests.S3;

/// <summary>A library with a bucket as its source.</summary>
public abstract class BucketTest : LibraryTest
{
    private readonly List<S3TestBucket> _buckets = [];

    /// <summary>A process whose source "photos" is a fresh bucket, below "in/".</summary>
    internal async Task<(S3TestBucket Bucket, TestProcess Process)> StartAsync(S3Kind kind = S3Kind.S3rver)
    {
        var bucket = await (await S3Server.GetAsync(kind)).NewBucketAsync();
        _buckets.Add(bucket);
        return (bucket, Start(bucket));
    }

    internal TestProcess Start(S3TestBucket bucket, string? endpoint = null, params (string Key, string Value)[] more) => StartAnother([.. ((IEnumerable<(string Key, string Value)>)
    [
        .. more,
        ("Sources:0:Name", "photos"),
        ("Sources:0:Type", "S3"),
        ("Sources:0:Endpoint", endpoint ?? bucket.Server.Endpoint),
        ("Sources:0:Bucket", bucket.Name),
        ("Sources:0:Prefix", "in"),
        ("Sources:0:AccessKey", bucket.Server.AccessKey),
        ("Sources:0:SecretKey", bucket.Server.SecretKey),
        ("Sources:0:WebhookToken", "a-token-of-the-tests"),
    ]).DistinctBy(static setting => setting.Key)]);

    internal static async Task FillAsync(S3TestBucket bucket, int count)
    {
        for (var i = 0; i < count; i++)
        {
            await bucket.PutAsync($"in/{i:000}.jpg", TestJpeg.CreateUnique());
        }
    }

    internal static Task<ImportSummary> SyncAsync(TestProcess process) => process.Sync.RunAsync("photos", null, CancellationToken.None);

    /// <summary>Tells the app of events, as the bucket's server would.</summary>
    internal static async Task MarkAsync(TestProcess app, S3TestBucket bucket, params string[] keys)
    {
        var events = app.Get<SourceEvents>();
        var marked = await events.MarkAsync(events.Allowed("a-token-of-the-tests"), [.. keys.Select(key => (bucket.Name, key))], CancellationToken.None);
        Assert.Equal(keys.Length, marked);
    }

    internal async Task<string[]> KeysAsync() => await Postgres.ScalarAsync<string[]>("""select array_agg(key order by key collate "C") from image_objects where gone_at is null""") ?? [];

    protected override async Task CloseAsync()
    {
        foreach (var bucket in _buckets)
        {
            await bucket.DisposeAsync();
        }
    }
}
