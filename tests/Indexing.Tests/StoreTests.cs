using Photoseek.Indexing.Storage;
using Photoseek.Testing;

namespace Photoseek.Indexing.Tests;

public sealed class StoreTests : IDisposable
{
    private static readonly CancellationToken None = CancellationToken.None;
    private readonly TempFolder _folder = new();
    private readonly FileSystemStore _store;

    public StoreTests() => _store = new FileSystemStore(_folder.Path("store"), TimeProvider.System);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_is_put_is_there_until_it_is_deleted()
    {
        await _store.PutAsync("a/b/c.webp", "one"u8.ToArray(), None);
        await _store.PutAsync("a/b/c.webp", "two"u8.ToArray(), None);

        Assert.True(await _store.ExistsAsync("a/b/c.webp", None));
        await using (var stream = await _store.OpenAsync("a/b/c.webp", None))
        {
            using var reader = new StreamReader(Assert.IsAssignableFrom<Stream>(stream));
            Assert.Equal("two", await reader.ReadToEndAsync());
        }

        await _store.DeleteAsync("a/b/c.webp", None);
        await _store.DeleteAsync("never/was", None);
        Assert.False(await _store.ExistsAsync("a/b/c.webp", None));
        Assert.Null(await _store.OpenAsync("a/b/c.webp", None));
        Assert.Null(await _store.OpenAsync("never/was", None));
    }

    [Theory]
    [InlineData("")]
    [InlineData("..")]
    [InlineData("../outside")]
    [InlineData("a/../../outside")]
    [InlineData("{folder}/absolute")]
    [InlineData("a//b")]
    [InlineData("a/./b")]
    [InlineData("a\\..\\b")]
    [InlineData("a\nb")]
    [InlineData("a\0b")]
    [InlineData("a%2Fb")]
    [InlineData("ä")]
    public async Task A_key_never_leaves_the_folder(string key)
    {
        // Within the test's own folder, should the store ever let it through.
        key = key.Replace("{folder}", _folder.FullPath, StringComparison.Ordinal);

        await Assert.ThrowsAsync<ArgumentException>(() => _store.PutAsync(key, new byte[1], None));
        await Assert.ThrowsAsync<ArgumentException>(() => _store.OpenAsync(key, None));
        await Assert.ThrowsAsync<ArgumentException>(() => _store.DeleteAsync(key, None));
        await Assert.ThrowsAsync<ArgumentException>(() => _store.ExistsAsync(key, None));
        Assert.Empty(Directory.GetFiles(_folder.FullPath, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task A_staged_object_is_hashed_and_out_of_sight_until_it_is_kept()
    {
        using var content = new MemoryStream("photo"u8.ToArray());

        using var staged = await _store.StageAsync(content, 5, None);

        Assert.Equal(5, staged.Length);
        Assert.Equal(System.Security.Cryptography.SHA256.HashData("photo"u8), staged.Sha256);
        Assert.False(await _store.ExistsAsync("k", None));
        await _store.KeepAsync(staged, "k", None);
        Assert.True(await _store.ExistsAsync("k", None));
        staged.Dispose();
        Assert.True(await _store.ExistsAsync("k", None));
    }

    [Fact]
    public async Task A_staged_object_that_is_not_kept_is_gone()
    {
        using var content = new MemoryStream(new byte[10]);
        (await _store.StageAsync(content, 10, None)).Dispose();
        content.Position = 0;
        await Assert.ThrowsAsync<ObjectTooLargeException>(() => _store.StageAsync(content, 9, None));

        Assert.Empty(Directory.GetFiles(_folder.FullPath, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public void Only_leftovers_that_nobody_writes_any_more_are_swept_at_start()
    {
        var dead = _folder.Path("store", ".unfinished", "dead");
        var alive = _folder.Path("store", ".unfinished", "alive");
        File.WriteAllText(dead, "half");
        File.WriteAllText(alive, "half");
        File.SetLastWriteTimeUtc(dead, TimeProvider.System.GetUtcNow().UtcDateTime.AddHours(-1));

        _ = new FileSystemStore(_folder.Path("store"), TimeProvider.System);

        Assert.False(File.Exists(dead));
        Assert.True(File.Exists(alive));
    }

    [Fact]
    public void A_full_disk_is_told_from_other_errors()
    {
        // This device takes nothing.
        var full = Assert.ThrowsAny<IOException>(() => File.WriteAllBytes("/dev/full", new byte[100_000]));
        var missing = Assert.ThrowsAny<IOException>(() => File.ReadAllBytes(_folder.Path("nothing")));

        Assert.True(StoreFullException.Is(full));
        Assert.False(StoreFullException.Is(missing));
        Assert.Contains("no room", new StoreFullException(full).Message, StringComparison.Ordinal);
    }
}
