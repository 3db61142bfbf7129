using Photoseek.Testing;
using Photoseek.Testing.S3;
using Xunit.Abstractions;

namespace Photoseek.Indexing.Tests.S3;

/// <remarks>With nothing beside it, whose memory would be counted too.</remarks>
[Collection(nameof(LargeBucketTests))]
[CollectionDefinition(nameof(LargeBucketTests), DisableParallelization = true)]
public sealed class LargeBucketTests(ITestOutputHelper output) : LibraryTest
{
    [PostgresFact]
    public async Task A_hundred_thousand_keys_are_listed_in_the_memory_of_a_thousand()
    {
        const int count = 100_000;
        await using var bucket = new EndlessBucket(count);
        var app = StartAnother(
            ("Sources:0:Name", "large"), ("Sources:0:Type", "S3"), ("Sources:0:Endpoint", bucket.Endpoint), ("Sources:0:Bucket", "large"),
            ("Sources:0:AccessKey", "a"), ("Sources:0:SecretKey", "s"));
        await Postgres.ExecuteAsync($"""
            insert into sources (name, kind, root) values ('large', 's3', '{bucket.Endpoint}/large/');
            insert into images (content_sha256, byte_size, format, width, height, file_name) values (sha256('a'), 1000, 'jpeg', 1, 1, 'a.jpg');
            insert into image_objects (source_id, key, image_id, byte_size, modified_at, etag)
            select (select id from sources), to_char(i, 'FM0000000') || '.jpg', (select id from images), 1000, '2026-01-01T00:00:00Z', 'e' || i
            from generate_series(0, {count - 1}) i
            """);
        var used = new List<long>();
        bucket.BeforePage = page =>
        {
            if (page is 5 or 95)
            {
                used.Add(GC.GetTotalMemory(forceFullCollection: true));
            }
        };

        var summary = await app.Sync.RunAsync("large", null, CancellationToken.None);

        output.WriteLine($"{used[0] / 1e6:0.0} MB in use after 5,000 keys, {used[1] / 1e6:0.0} MB after 95,000");
        Assert.Equal((0, count, 0, null), (summary.Accepted, summary.Duplicates, summary.Removed, summary.Notice));
        Assert.Equal(count / 1000, bucket.Pages);
        Assert.InRange(used[1] - used[0], long.MinValue, 10_000_000);
    }
}
