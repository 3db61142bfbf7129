using Photoseek.Embedding.Images;
using Photoseek.Testing;

namespace Photoseek.Indexing.Tests;

public sealed class TintTests : LibraryTest
{
    [PostgresFact]
    public async Task A_picture_s_colour_from_afar_is_the_mean_of_its_pixels()
    {
        var bytes = await File.ReadAllBytesAsync(Repository.Path("demo", "photos", "IMG_0001.jpg"));
        var id = (await App.UploadAsync(bytes)).Id!.Value;
        Assert.Null((await App.FindAsync(id)).Tint);
        await App.Worker.DrainAsync(CancellationToken.None);

        var picture = App.Get<PictureDecoder>().Decode(bytes, 100_000);
        var tint = (await App.FindAsync(id)).Tint!.Value;
        for (var channel = 0; channel < 3; channel++)
        {
            var mean = 0.0;
            for (var at = channel; at < picture.Pixels.Length; at += 3)
            {
                mean += picture.Pixels[at];
            }

            Assert.InRange((tint >> (16 - (8 * channel))) & 255, (3 * mean / picture.Pixels.Length) - 6, (3 * mean / picture.Pixels.Length) + 6);
        }
    }
}
