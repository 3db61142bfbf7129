using Photoseek.Indexing.Storage;
using Photoseek.Indexing.Storage.S3;
using Photoseek.Testing.S3;

namespace Photoseek.Indexing.Tests.Storage;

public abstract class S3ObjectStoreTests(S3Kind kind) : ObjectStoreTests
{
    private S3TestBucket? _bucket;
    private S3Store? _store;

    private protected override async Task<IObjectStore> OpenAsync(string folder)
    {
        var server = await S3Server.GetAsync(kind);
        _bucket = await server.NewBucketAsync();
        var options = new StorageOptions { Provider = "S3", Endpoint = server.Endpoint, Bucket = _bucket.Name, Prefix = "photoseek", AccessKey = server.AccessKey, SecretKey = server.SecretKey };
        return _store = new S3Store(S3Place.Of(options), folder, TimeProvider.System);
    }

    private protected override async Task CloseAsync()
    {
        _store?.Dispose();
        if (_bucket is not null)
        {
            await _bucket.DisposeAsync();
        }
    }
}
