using Amazon.S3;
using Amazon.S3.Model;

namespace Photoseek.Testing.S3;

/// <summary>A bucket of a test's own, as the people see it who put photos into it.</summary>
public sealed class S3TestBucket : IAsyncDisposable
{
    private readonly IAmazonS3 _client;

    internal S3TestBucket(S3Server server, IAmazonS3 client, string name)
    {
        Server = server;
        _client = client;
        Name = name;
    }

    public S3Server Server { get; }

    public string Name { get; }

    public async Task PutAsync(string key, byte[] content)
    {
        using var stream = new MemoryStream(content, writable: false);
        await _client.PutObjectAsync(new PutObjectRequest { BucketName = Name, Key = key, InputStream = stream, UseChunkEncoding = false });
    }

    public Task DeleteAsync(string key) => _client.DeleteObjectAsync(Name, key);

    public async Task<byte[]> GetAsync(string key)
    {
        using var response = await _client.GetObjectAsync(Name, key);
        using var bytes = new MemoryStream();
        await response.ResponseStream.CopyToAsync(bytes);
        return bytes.ToArray();
    }

    /// <summary>All keys, in the order of their bytes.</summary>
    public async Task<string[]> KeysAsync()
    {
        var keys = new List<string>();
        var request = new ListObjectsV2Request { BucketName = Name };
        ListObjectsV2Response page;
        do
        {
            page = await _client.ListObjectsV2Async(request);
            keys.AddRange((page.S3Objects ?? []).Select(static o => o.Key));
            request.ContinuationToken = page.NextContinuationToken;
        }
        while (page.IsTruncated == true);
        return [.. keys];
    }

    /// <summary>Removes the bucket with all in it.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var key in await KeysAsync())
        {
            await DeleteAsync(key);
        }

        await _client.DeleteBucketAsync(Name);
        _client.Dispose();
    }
}
