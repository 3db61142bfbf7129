using System.Security.Cryptography;
using Photoseek.Indexing.Storage;
using Photoseek.Testing;
using Photoseek.Testing.S3;

namespace Photoseek.Indexing.Tests.Storage;

/// <summary>What every store does, on every store.</summary>
public abstract class ObjectStoreTests : IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;
    private readonly TempFolder _folder = new();
    private IObjectStore? _store;

    private IObjectStore Store => _store!;

    public async Task InitializeAsync() => _store = await OpenAsync(_folder.FullPath);

    public async Task DisposeAsync()
    {
        await CloseAsync();
        _folder.Dispose();
    }

    [S3Fact]
    public async Task What_is_put_is_there_until_it_is_deleted()
    {
        await Store.PutAsync("a/b/c.webp", "one"u8.ToArray(), None);
        await Store.PutAsync("a/b/c.webp", "three"u8.ToArray(), None);

        Assert.True(await Store.ExistsAsync("a/b/c.webp", None));
        await using (var stream = await Store.OpenAsync("a/b/c.webp", None))
        {
            Assert.Equal(5, stream?.Length);
            using var reader = new StreamReader(Assert.IsAssignableFrom<Stream>(stream));
            Assert.Equal("three", await reader.ReadToEndAsync());
        }

        await Store.DeleteAsync("a/b/c.webp", None);
        await Store.DeleteAsync("never/was", None);
        Assert.False(await Store.ExistsAsync("a/b/c.webp", None));
        Assert.Null(await Store.OpenAsync("a/b/c.webp", None));
        Assert.Null(await Store.OpenAsync("never/was", None));
    }

    [S3Theory]
    [InlineData("")]
    [InlineData("..")]
    [InlineData("../outside")]
    [InlineData("a/../../outside")]
    [InlineData("/tmp/photoseek-absolute")]
    [InlineData("a//b")]
    [InlineData("a/./b")]
    [InlineData("a\\..\\b")]
    [InlineData("a\nb")]
    [InlineData("a\0b")]
    [InlineData("a%2Fb")]
    [InlineData("ä")]
    public async Task A_key_never_leaves_the_store(string key)
    {
        await Assert.ThrowsAsync<ArgumentException>(() => Store.OpenAsync(key, None));
        await Assert.ThrowsAsync<ArgumentException>(() => Store.DeleteAsync(key, None));
        await Assert.ThrowsAsync<ArgumentException>(() => Store.ExistsAsync(key, None));
    }

    [S3Fact]
    public async Task A_staged_object_is_hashed_and_out_of_sight_until_it_is_kept()
    {
        var photo = RandomNumberGenerator.GetBytes(200_000);
        using var content = new MemoryStream(photo);

        using var staged = await Store.StageAsync(content, photo.Length, None);

        Assert.Equal(photo.Length, staged.Length);
        Assert.Equal(SHA256.HashData(photo), staged.Sha256);
        Assert.False(await Store.ExistsAsync("k", None));
        await Store.KeepAsync(staged, "k", None);
        staged.Dispose();
        await using var kept = await Store.OpenAsync("k", None);
        Assert.Equal(SHA256.HashData(photo), await SHA256.HashDataAsync(Assert.IsAssignableFrom<Stream>(kept)));
        Assert.False(File.Exists(staged.Path));
    }

    [S3Fact]
    public async Task A_stream_over_the_limit_is_refused()
    {
        using var content = new MemoryStream(new byte[10]);

        await Assert.ThrowsAsync<ObjectTooLargeException>(() => Store.StageAsync(content, 9, None));
    }

    private protected abstract Task<IObjectStore> OpenAsync(string folder);

    private protected virtual Task CloseAsync() => Task.CompletedTask;
}
