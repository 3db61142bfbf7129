using Photoseek.Testing;

namespace Photoseek.Indexing.Tests;

public sealed class StoredMetadataTests : LibraryTest
{
    [PostgresFact]
    public async Task What_the_sender_gave_wins_and_tags_are_put_together()
    {
        var file = TestXmp.Into(TestJpeg.CreateUnique(TestXmp.Exif), TestXmp.Packet);
        var given = await App.UploadAsync(file, new IncomingPicture("a.jpg", "My title", null, ["SUNSET", "holiday"]));

        await App.Worker.DrainAsync(CancellationToken.None);

        var details = await App.FindAsync(given.Id);
        Assert.Equal(("My title", "Two people on a beach"), (details.Title, details.Description));
        Assert.Equal(["SUNSET", "holiday", "beach", "Places", "Sydney"], details.Tags);
        Assert.Equal(["Pat", "Jack"], details.Persons);
        Assert.Equal(((short?)4, "Long One", 200), (details.Rating, details.Lens, details.Iso));
        Assert.Equal((TestJpeg.Height, TestJpeg.Width), (details.Width, details.Height));
        Assert.Equal((short)-420, await Postgres.ScalarAsync<short>("select taken_offset from images"));
    }
}
