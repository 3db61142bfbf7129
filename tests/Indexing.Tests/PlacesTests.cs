using Photoseek.Testing;

namespace Photoseek.Indexing.Tests;

public sealed class PlacesTests : LibraryTest
{
    [PostgresFact]
    public async Task Where_a_picture_was_taken_is_known_and_told_only_where_that_is_turned_on()
    {
        var id = (await App.UploadAsync(TestJpeg.CreateUnique(new TestExif { Latitude = 47.3769, Longitude = -8.5417 }))).Id!.Value;
        await App.Worker.DrainAsync(CancellationToken.None);
        var telling = await StartAnother(("Library:ShowPlaces", "true")).FindAsync(id);

        Assert.Null((await App.FindAsync(id)).Latitude);
        Assert.Null(Assert.Single(await App.Library.NewestAsync(5, 0, CancellationToken.None)).Longitude);
        Assert.Equal((47.3769, -8.5417), (Math.Round(telling.Latitude!.Value, 4), Math.Round(telling.Longitude!.Value, 4)));
    }
}
