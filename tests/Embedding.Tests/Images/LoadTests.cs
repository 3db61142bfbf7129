using System.Collections.Concurrent;
using Photoseek.Embedding.Images;
using Photoseek.Embedding.Native;
using Photoseek.Testing;
using Xunit.Abstractions;

namespace Photoseek.Embedding.Tests.Images;

// Reads the memory of the whole process, so nothing may decode beside it.
[CollectionDefinition(nameof(LoadTests), DisableParallelization = true)]
[Collection(nameof(LoadTests))]
public sealed class LoadTests(ITestOutputHelper output)
{
    [SharedFact]
    public void Eight_threads_see_what_one_sees()
    {
        var files = Directory.GetFiles(Shared.Path("photos")).Select(File.ReadAllBytes).ToArray();
        var alone = files.Select(Look).ToArray();
        var together = new ConcurrentDictionary<int, byte[]>();
        Parallel.For(0, files.Length, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i => together[i] = Look(files[i]));
        for (var i = 0; i < files.Length; i++)
        {
            Assert.True(alone[i].AsSpan().SequenceEqual(together[i]));
        }
    }

    [Fact]
    public void Five_hundred_pictures_leave_nothing_behind()
    {
        string[] names = ["plain.jpg", "progressive.jpg", "plain.png", "lossy.webp", "cmyk.jpg"];

        // What other tests have let go of may not be freed yet.
        var before = Vips.TrackedMemory;
        for (var i = 0; i < 500; i++)
        {
            var file = Fixture.Bytes(names[i % names.Length]);
            var picture = Fixture.Decoder.Decode(file, 20);
            Fixture.Decoder.EncodeWebp(picture, 20);
            Assert.Throws<PictureRefusedException>(() => Fixture.Decoder.Decode(file.AsSpan(0, file.Length / 2), 20));
        }

        var after = Vips.TrackedMemory;
        output.WriteLine($"{after} bytes tracked, {before} before, {Environment.WorkingSet >> 20} MB in all");
        Assert.InRange(after, 0, before);
    }

    private static byte[] Look(byte[] file)
    {
        try
        {
            return Fixture.Decoder.Decode(file, 672).Pixels.ToArray();
        }
        catch (PictureRefusedException refused)
        {
            return [(byte)refused.Reason];
        }
    }
}
