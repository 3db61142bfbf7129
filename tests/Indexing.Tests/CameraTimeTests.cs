using Photoseek.Indexing.Metadata;

namespace Photoseek.Indexing.Tests;

public sealed class CameraTimeTests
{
    private static readonly DateTimeOffset Now = new(2026, 6, 1, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("2004:05:30 12:01:02", null, null, "2004-05-30T12:01:02.0000000", null)]
    [InlineData("2004:05:30 12:01:02\0", "25\0", "+02:00\0", "2004-05-30T12:01:02.2500000", 120)]
    [InlineData("2004-05-30T12:01:02.5-03:30", null, null, "2004-05-30T12:01:02.5000000", -210)]
    [InlineData("2004-05-30T12:01Z", null, null, "2004-05-30T12:01:00.0000000", 0)]
    [InlineData("2004-05-30", null, null, "2004-05-30T00:00:00.0000000", null)]
    [InlineData("2004:05:30 12:01:02", "x", "soon", "2004-05-30T12:01:02.0000000", null)]
    [InlineData("2004:05:30 12:01:02", null, "+99:00", "2004-05-30T12:01:02.0000000", null)]
    [InlineData("2027:12:31 23:59:59", null, null, "2027-12-31T23:59:59.0000000", null)]
    public void A_time_is_read_as_the_camera_showed_it(string text, string? fraction, string? offset, string clock, int? minutes)
    {
        var time = CameraTime.Parse(text, fraction, offset, Now);

        Assert.Equal((clock, (short?)minutes), (time?.Clock.ToString("yyyy-MM-ddTHH:mm:ss.fffffff"), time?.Offset));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("    :  :     :  :  ")]
    [InlineData("0000:00:00 00:00:00")]
    [InlineData("2001:12:00 00:00:00")]
    [InlineData("2001:02:30 00:00:00")]
    [InlineData("2001:13:01 00:00:00")]
    [InlineData("2001:12:01 24:00:00")]
    [InlineData("1825:12:31 00:00:00")]
    [InlineData("2028:01:01 00:00:00")]
    [InlineData("yesterday")]
    public void What_is_no_believable_time_is_none(string? text) => Assert.Null(CameraTime.Parse(text, null, null, Now));
}
