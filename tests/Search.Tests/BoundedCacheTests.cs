using Photoseek.Search.Cache;

namespace Photoseek.Search.Tests;

public sealed class BoundedCacheTests
{
    [Fact]
    public void What_is_used_stays_and_what_is_not_goes()
    {
        var cache = new BoundedCache<int, string>(100, (_, value) => value.Length);
        cache.Set(0, "0123456789");

        for (var i = 1; i < 100; i++)
        {
            cache.Set(i, "0123456789");
            Assert.True(cache.TryGet(0, out _), $"lost after {i}");
            Assert.InRange(cache.Count, 1, 10);
        }

        Assert.False(cache.TryGet(50, out _));
        Assert.True(cache.TryGet(99, out _));
    }

    [Fact]
    public void What_is_larger_than_its_half_is_not_kept()
    {
        var cache = new BoundedCache<int, string>(10, (_, value) => value.Length);

        cache.Set(1, "123456");
        cache.Set(2, "12345");

        Assert.False(cache.TryGet(1, out _));
        Assert.True(cache.TryGet(2, out _));
    }

    [Fact]
    public void Only_what_is_still_there_is_dropped()
    {
        var cache = new BoundedCache<int, string>(100, (_, value) => value.Length);
        var (first, second) = (new string('a', 3), new string('a', 3));
        cache.Set(1, first);
        cache.Set(1, second);

        cache.Drop(1, first);
        Assert.True(cache.TryGet(1, out _));
        cache.Drop(1, second);
        Assert.False(cache.TryGet(1, out _));
    }
}
