using Photoseek.Indexing.Storage;
using Photoseek.Testing;

namespace Photoseek.Indexing.Tests.Storage;

/// <summary>What is peculiar to the store in a folder; what all stores have in common is in <see cref="ObjectStoreTests"/>.</summary>
public sealed class FileSystemStoreTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly FileSystemStore _store;

    public FileSystemStoreTests() => _store = new FileSystemStore(_folder.Path("store"), TimeProvider.System);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Nothing_is_left_of_what_is_not_kept()
    {
        using var content = new MemoryStream(new byte[10]);
        (await _store.StageAsync(content, 10, CancellationToken.None)).Dispose();
        content.Position = 0;
        await Assert.ThrowsAsync<ObjectTooLargeException>(() => _store.StageAsync(content, 9, CancellationToken.None));

        Assert.Empty(Directory.GetFiles(_folder.FullPath, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task A_key_never_leaves_the_folder()
    {
        // Within the test's own folder, should the store ever let it through.
        foreach (var key in (string[])["../outside", _folder.Path("absolute"), "a/../../outside"])
        {
            await Assert.ThrowsAsync<ArgumentException>(() => _store.PutAsync(key, new byte[1], CancellationToken.None));
        }

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
