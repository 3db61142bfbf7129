using Microsoft.AspNetCore.Http;
using Photoseek.App.Http.Uploads;
using Photoseek.Embedding.Images;
using Photoseek.Search;

namespace Photoseek.App.Tests.Http;

/// <summary>How much of all searches by pictures is in memory at a time.</summary>
public sealed class PictureRoomTests
{
    private readonly PictureRoom _room = new(new PictureDecoder(new PictureLimits { Bytes = 100 }));

    [Fact]
    public void Eight_of_the_largest_have_room_and_one_more_has_when_one_has_gone()
    {
        var shares = Enumerable.Range(0, 8).Select(_ => Open()).ToList();
        shares.ForEach(static share => share.Take(100));
        using var late = Open();
        Assert.Throws<SearchBusyException>(() => late.Take(1));

        shares[3].Dispose();
        shares[3].Dispose();
        late.Take(100);
        Assert.Throws<SearchBusyException>(() => late.Take(1));
    }

    private PictureRoom.Share Open() => _room.Open(new DefaultHttpContext());
}
