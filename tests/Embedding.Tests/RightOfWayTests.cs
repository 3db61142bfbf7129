using Photoseek.Embedding.Images;
using Photoseek.Testing;

namespace Photoseek.Embedding.Tests;

public sealed class RightOfWayTests
{
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(1);

    private readonly HeldClock _clock = new();
    private readonly RightOfWay _way;

    public RightOfWayTests() => _way = new RightOfWay(_clock);

    [Fact]
    public void What_stands_behind_waits_until_all_that_go_before_it_are_done()
    {
        var (one, other) = (_way.Go(), _way.Go());
        var behind = Work(Behind.Last);

        Assert.False(behind.Join(Moment));
        one.Dispose();
        one.Dispose();
        Assert.False(behind.Join(Moment));
        other.Dispose();

        Assert.True(behind.Join(Long));
    }

    [Fact]
    public void A_third_of_the_time_is_left_to_it_however_much_goes_before()
    {
        using var one = _way.Go();
        var behind = Work(Behind.Last);

        _clock.Pass(1.9 * Behind.Step);
        Assert.False(behind.Join(Moment));
        _clock.Pass(0.2 * Behind.Step);

        Assert.True(behind.Join(Long));
    }

    [Fact]
    public void One_that_goes_before_leaves_the_cores_that_it_does_not_need()
    {
        Passages((Environment.ProcessorCount + 1) / 2, () => Assert.False(Work(0).Join(Moment)));
        Passages((Environment.ProcessorCount - 1) / 2, () => Assert.True(Work(0).Join(Long)));
    }

    [Fact]
    public void Pictures_are_decoded_behind()
    {
        var decoder = new PictureDecoder(new PictureLimits());
        var file = TestJpeg.CreateUnique();
        using var one = _way.Go();
        var behind = Behind.Start(_way, _clock, Behind.Last, () => decoder.Decode(file, 64));

        Assert.False(behind.Join(Moment));
        one.Dispose();

        Assert.True(behind.Join(Long));
    }

    [Fact]
    public void Who_does_not_stand_behind_never_waits()
    {
        using var one = _way.Go();
        RightOfWay.GiveWay();
    }

    private void Passages(int count, Action during)
    {
        var passages = Enumerable.Range(0, count).Select(_ => _way.Go()).ToList();
        during();
        passages.ForEach(static p => p.Dispose());
    }

    private Thread Work(int place) => Behind.Start(_way, _clock, place, RightOfWay.GiveWay);
}
