using Photoseek.Embedding.Native;

namespace Photoseek.Embedding.Tests.Native;

public sealed class LargeMemoryTests
{
    private const int Page = 2 << 20;

    [Theory]
    [InlineData(1)]
    [InlineData(Page)]
    [InlineData(Page + 5)]
    public void It_begins_with_a_page_and_keeps_what_is_written(int length)
    {
        using var memory = new LargeMemory(length);
        var all = memory.Slice(0, length);

        Assert.Equal(0, memory.DangerousGetHandle() % Page);
        all[^1] = 7;
        memory.Prefetch(0, length);
        memory.Prefetch(length - 1, 1000);
        Assert.Equal(7, memory.Slice(length - 1, 1)[0]);
    }

    [Theory]
    [InlineData(0, 101)]
    [InlineData(-1, 2)]
    [InlineData(101, 0)]
    [InlineData(50, -1)]
    [InlineData(int.MaxValue, int.MaxValue)]
    public void Nobody_reads_beyond_its_ends(int at, int length)
    {
        using var memory = new LargeMemory(100);

        Assert.Throws<ArgumentOutOfRangeException>(() => memory.Slice(at, length).Length);
    }
}
