using Photoseek.Indexing.Sources;
using Photoseek.Testing;
using Photoseek.Testing.S3;

namespace Photoseek.Indexing.Tests.S3;

public sealed class S3FaultTests : BucketTest
{
    private static readonly CancellationToken None = CancellationToken.None;

    public static TheoryData<string, S3Kind> Faults { get; } = new()
    {
        { "500", S3Kind.S3rver },
        { "403", S3Kind.S3rver },
        { "cut", S3Kind.S3rver },
        { "short", S3Kind.S3rver },
        { "short", S3Kind.Swift },
        { "changed", S3Kind.S3rver },
        { "changed", S3Kind.Swift },
        { "slow", S3Kind.S3rver },
    };

    [S3Theory]
    [MemberData(nameof(Faults))]
    public async Task No_half_picture_is_taken_in_and_it_catches_up(string name, S3Kind kind)
    {
        var (bucket, _) = await StartAsync(kind);
        await FillAsync(bucket, 6);
        await using var proxy = new FaultProxy(bucket.Server);
        var app = Start(bucket, proxy.Endpoint);
        var changed = TestJpeg.CreateUnique();
        proxy.Rule = (method, path) => method == "GET" && path.Contains("/003.jpg", StringComparison.Ordinal) ? Named(name, () => bucket.PutAsync("in/003.jpg", changed)) : null;

        var summary = await SyncAsync(app);
        await app.Worker.DrainAsync(None);

        var taken = name == "slow" ? 6 : 5;
        Assert.Equal((taken, 6 - taken), (summary.Accepted, summary.Refused.Count));
        Assert.Equal((taken, taken), (await CountAsync("images"), await CountAsync("image_vectors")));
        Assert.Equal(0, await CountAsync($"images where byte_size <> {changed.Length}"));

        proxy.Rule = static (_, _) => null;
        Assert.Equal(6 - taken, await app.Sync.TakeDueAsync("photos", None));
        await app.Worker.DrainAsync(None);
        Assert.Equal((6, 6, 0), (await CountAsync("images"), await CountAsync("image_vectors"), await CountAsync("source_due")));
        Assert.Equal(6, (await SyncAsync(app)).Duplicates);
    }

    [S3Theory]
    [InlineData(403)]
    [InlineData(500)]
    [InlineData(503)]
    public async Task A_bucket_that_cannot_be_listed_loses_nothing_and_says_why_without_secrets(int status)
    {
        var (bucket, _) = await StartAsync();
        await FillAsync(bucket, 3);
        await using var proxy = new FaultProxy(bucket.Server);
        var app = Start(bucket, proxy.Endpoint, ("Sources:0:AccessKey", "PLANTED-ACCESS"), ("Sources:0:SecretKey", "PLANTED-SECRET"));
        await SyncAsync(Start(bucket));

        proxy.Rule = (_, _) => new Fault { Status = status };
        var failure = await Assert.ThrowsAnyAsync<IOException>(() => SyncAsync(app));

        Assert.Contains($"{status}", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("PLANTED-", failure.ToString(), StringComparison.Ordinal);
        Assert.Equal(3, await CountAsync("images"));
    }

    [S3Fact]
    public async Task While_the_server_is_away_pictures_wait_and_are_not_failed()
    {
        var (bucket, _) = await StartAsync();
        await FillAsync(bucket, 4);
        await SyncAsync(Start(bucket));
        await using var proxy = new FaultProxy(bucket.Server);
        var app = Start(bucket, proxy.Endpoint);
        proxy.Rule = static (_, _) => new Fault { Status = 403 };

        await app.Worker.DrainAsync(None);

        Assert.Equal(4, await CountAsync("pending_images where state = 'pending' and attempts = 0 and due_at > now()"));
        await Assert.ThrowsAnyAsync<IOException>(() => SyncAsync(app));

        proxy.Rule = static (_, _) => null;
        await Postgres.ExecuteAsync("update pending_images set due_at = now()");
        await app.Worker.DrainAsync(None);
        Assert.Equal(4, await CountAsync("image_vectors"));
    }

    [S3Fact]
    public async Task A_bucket_that_can_be_listed_and_not_read_ends_the_run()
    {
        var (bucket, _) = await StartAsync();
        await FillAsync(bucket, 40);
        await using var proxy = new FaultProxy(bucket.Server);
        var app = Start(bucket, proxy.Endpoint);
        proxy.Rule = static (_, path) => path.Contains(".jpg", StringComparison.Ordinal) ? new Fault { Status = 403 } : null;

        await Assert.ThrowsAsync<SourceAwayException>(() => SyncAsync(app));
        proxy.Rule = static (_, _) => null;

        Assert.Equal(40, (await SyncAsync(app)).Accepted);
    }

    [S3Fact]
    public async Task An_upload_that_the_server_does_not_keep_whole_is_refused()
    {
        var (bucket, _) = await StartAsync();
        await using var proxy = new FaultProxy(bucket.Server);
        var app = StartAnother(
            ("Storage:Provider", "S3"), ("Storage:Endpoint", proxy.Endpoint), ("Storage:Bucket", bucket.Name),
            ("Storage:AccessKey", bucket.Server.AccessKey), ("Storage:SecretKey", bucket.Server.SecretKey));
        proxy.Rule = static (method, _) => method == "GET" ? new Fault { Shorten = true } : null;

        await Assert.ThrowsAnyAsync<IOException>(() => app.UploadAsync(TestJpeg.CreateUnique()));

        Assert.Equal(0, await CountAsync("images"));
        Assert.Empty(await bucket.KeysAsync());
        proxy.Rule = static (_, _) => null;
        Assert.Equal(IntakeStatus.Accepted, (await app.UploadAsync(TestJpeg.CreateUnique())).Status);
        await app.Worker.DrainAsync(None);
        Assert.Equal(2, (await bucket.KeysAsync()).Length);
    }

    private static Fault Named(string name, Func<Task> change) => name switch
    {
        "cut" => new Fault { CutAfter = 300 },
        "short" => new Fault { Shorten = true },
        "changed" => new Fault { Before = change },
        "slow" => new Fault { Delay = TimeSpan.FromSeconds(1) },
        _ => new Fault { Status = int.Parse(name, System.Globalization.CultureInfo.InvariantCulture) },
    };
}
