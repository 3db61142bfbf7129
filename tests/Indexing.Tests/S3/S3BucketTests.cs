using System.Security.Cryptography;
using Photoseek.Indexing.Storage.S3;
using Photoseek.Testing.S3;

namespace Photoseek.Indexing.Tests.S3;

public sealed class S3BucketTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    public static TheoryData<S3Kind, string> OddKeys { get; } = Every(
        "a b.jpg",
        "Schöne Grüße/Äpfel.jpg",
        "1+1=2.jpg",
        "a%2Fb.jpg",
        "100%.jpg",
        "new\nline.jpg",
        "q?x&y#z.jpg",
        "quote'\"<>.jpg",
        "日本/写真😀.jpg");

    [S3Theory]
    [MemberData(nameof(OddKeys))]
    public async Task Any_key_is_listed_and_read_as_it_is(S3Kind kind, string key)
    {
        var server = await S3Server.GetAsync(kind);
        await using var bucket = await server.NewBucketAsync();
        await bucket.PutAsync($"in/{key}", "here"u8.ToArray());
        await bucket.PutAsync($"other/{key}", "elsewhere"u8.ToArray());
        using var place = Open(bucket, "in");

        var page = await place.ListAsync(null, None);

        var found = Assert.Single(page.Objects);
        Assert.Equal((key, 4, null), (found.Key, found.Length, page.Next));
        Assert.Equal("here", await ReadAsync(place, found));
        Assert.Equal(found.Etag, (await place.FindAsync(key, None))?.Etag);
        Assert.Null(await place.FindAsync("nothing", None));
        Assert.Null(await place.OpenAsync("nothing", null, None));
    }

    [S3Theory]
    [InlineData("../secret.jpg")]
    [InlineData("a/../../secret.jpg")]
    [InlineData("./secret.jpg")]
    [InlineData("a/..")]
    [InlineData("")]
    public async Task A_key_never_leads_out_of_the_prefix(string key)
    {
        foreach (var kind in Enum.GetValues<S3Kind>())
        {
            var server = await S3Server.GetAsync(kind);
            await using var bucket = await server.NewBucketAsync();
            await bucket.PutAsync("secret.jpg", "secret"u8.ToArray());
            await bucket.PutAsync("in/secret.jpg", "secret"u8.ToArray());
            using var place = Open(bucket, "in");

            Assert.Null(await place.FindAsync(key, None));
            Assert.Null(await place.OpenAsync(key, null, None));
        }
    }

    [S3Theory]
    [InlineData("a//b.jpg")]
    [InlineData("/b.jpg")]
    [InlineData("%2e%2e/%2e%2e%2Fb.jpg")]
    [InlineData("..b/b..jpg")]
    public async Task What_only_looks_like_a_path_is_a_key(string key)
    {
        var server = await S3Server.GetAsync(S3Kind.Swift);
        await using var bucket = await server.NewBucketAsync();
        await bucket.PutAsync($"in/{key}", "here"u8.ToArray());
        using var place = Open(bucket, "in/");

        var found = Assert.Single((await place.ListAsync(null, None)).Objects);

        Assert.Equal(key, found.Key);
        Assert.Equal("here", await ReadAsync(place, found));
    }

    [S3Fact]
    public async Task A_key_may_have_1024_bytes()
    {
        var server = await S3Server.GetAsync(S3Kind.Swift);
        await using var bucket = await server.NewBucketAsync();
        var key = string.Concat(Enumerable.Repeat("ü", 510)) + ".jpg";
        await bucket.PutAsync(key, "here"u8.ToArray());
        using var place = Open(bucket, null);

        var found = Assert.Single((await place.ListAsync(null, None)).Objects);

        Assert.Equal(key, found.Key);
        Assert.Equal("here", await ReadAsync(place, found));
    }

    [S3Theory]
    [InlineData(S3Kind.Swift)]
    [InlineData(S3Kind.S3rver)]
    public async Task An_object_that_changed_since_it_was_listed_is_not_taken_for_the_old_one(S3Kind kind)
    {
        var server = await S3Server.GetAsync(kind);
        await using var bucket = await server.NewBucketAsync();
        await bucket.PutAsync("a.jpg", "old"u8.ToArray());
        using var place = Open(bucket, null);
        var listed = Assert.Single((await place.ListAsync(null, None)).Objects);

        await bucket.PutAsync("a.jpg", "new"u8.ToArray());

        await Assert.ThrowsAsync<ObjectChangedException>(() => place.OpenAsync("a.jpg", listed, None));
    }

    [S3Theory]
    [InlineData(S3Kind.Swift)]
    [InlineData(S3Kind.S3rver)]
    public async Task What_is_put_is_stored_byte_for_byte(S3Kind kind)
    {
        var server = await S3Server.GetAsync(kind);
        await using var bucket = await server.NewBucketAsync();
        using var place = Open(bucket, "deep/down/");
        var bytes = RandomNumberGenerator.GetBytes(300_000);
        using var content = new MemoryStream(bytes);

        await place.PutAsync("a.bin", content, None);

        Assert.Equal(bytes, await bucket.GetAsync("deep/down/a.bin"));
        await place.DeleteAsync("a.bin", None);
        await place.DeleteAsync("a.bin", None);
        Assert.Empty(await bucket.KeysAsync());
    }

    internal static S3Bucket Open(S3TestBucket bucket, string? prefix, string? endpoint = null) => new(S3Place.Of(new SourceOptions
    {
        Endpoint = endpoint ?? bucket.Server.Endpoint,
        Bucket = bucket.Name,
        Prefix = prefix,
        AccessKey = bucket.Server.AccessKey,
        SecretKey = bucket.Server.SecretKey,
    }));

    private static async Task<string> ReadAsync(S3Bucket place, S3Object found)
    {
        await using var body = await place.OpenAsync(found.Key, found, None);
        using var reader = new StreamReader(Assert.IsType<S3Body>(body));
        return await reader.ReadToEndAsync();
    }

    private static TheoryData<S3Kind, string> Every(params string[] keys)
    {
        var data = new TheoryData<S3Kind, string>();
        foreach (var key in keys)
        {
            data.Add(S3Kind.Swift, key);
            data.Add(S3Kind.S3rver, key);
        }

        return data;
    }
}
