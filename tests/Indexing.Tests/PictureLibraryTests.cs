using Photoseek.Embedding.Images;
using Photoseek.Testing;

namespace Photoseek.Indexing.Tests;

public sealed class PictureLibraryTests : LibraryTest
{
    private static readonly CancellationToken None = CancellationToken.None;

    [PostgresFact]
    public async Task What_is_not_there_is_null()
    {
        Assert.Null(await App.Library.FindAsync(4711, None));
        Assert.Null(await App.Library.OpenOriginalAsync(4711, None));
        Assert.Null(await App.Library.OpenThumbnailAsync(4711, ThumbnailSize.Small, None));
        Assert.Equal(new LibraryStatus(0, 0, 0, 0, null), await App.Library.StatusAsync(None));
        Assert.Empty(await App.Library.UnfinishedAsync(10, None));
    }

    [PostgresFact]
    public async Task Originals_come_back_byte_by_byte_from_the_store_and_from_a_folder()
    {
        var uploaded = TestJpeg.CreateUnique();
        var imported = TestJpeg.CreateUnique();
        Write("sub/with \"quotes\".jpg", imported);
        var upload = await App.UploadAsync(uploaded, new IncomingPicture("mine.jpg"));
        await App.ImportAsync(Photos);
        var import = await Postgres.ScalarAsync<long>("select image_id from image_objects where key like 'sub/%'");

        await AssertReadAsync(uploaded, "image/jpeg", "mine.jpg", upload.Id!.Value);
        await AssertReadAsync(imported, "image/jpeg", "with _quotes_.jpg", import);

        File.Delete(Path.Combine(Photos, "sub", "with \"quotes\".jpg"));
        Assert.Null(await App.Library.OpenOriginalAsync(import, None));
    }

    [PostgresTheory]
    [InlineData("../outside.jpg")]
    [InlineData("a/../../outside.jpg")]
    [InlineData("link.jpg")]
    [InlineData("linked/outside.jpg")]
    public async Task A_key_never_leads_out_of_its_folder(string key)
    {
        var outside = Path.Combine(Path.GetDirectoryName(Photos)!, "outside.jpg");
        await File.WriteAllBytesAsync(outside, TestJpeg.CreateUnique());
        File.CreateSymbolicLink(Path.Combine(Photos, "link.jpg"), outside);
        Directory.CreateSymbolicLink(Path.Combine(Photos, "linked"), Path.GetDirectoryName(Photos)!);
        Write("a/good.jpg", TestJpeg.CreateUnique());
        await App.ImportAsync(Photos);
        var id = await Postgres.ScalarAsync<long>("select image_id from image_objects");
        Assert.NotNull(await App.Library.OpenOriginalAsync(id, None));

        await Postgres.ExecuteAsync($"update image_objects set key = '{key}'");

        Assert.Null(await App.Library.OpenOriginalAsync(id, None));
    }

    [PostgresFact]
    public async Task Thumbnails_are_made_when_they_are_missing_and_are_upright_without_metadata()
    {
        var photo = await File.ReadAllBytesAsync(Directory.GetFiles(Repository.Path("demo", "photos")).Order(StringComparer.Ordinal).First());
        var turned = TestJpeg.CreateUnique(new TestExif { Orientation = 6, Make = "Acme" });
        var demo = (await App.UploadAsync(photo)).Id!.Value;
        var small = (await App.UploadAsync(turned)).Id!.Value;

        var (bytes, type, name) = await ReadAsync(await App.Library.OpenThumbnailAsync(demo, ThumbnailSize.Small, None));
        var decoder = new PictureDecoder(TestProcess.Limits);
        var original = decoder.Inspect(photo);
        var header = decoder.Inspect(bytes);
        Assert.Equal(("image/webp", "picture.webp", PictureFormat.Webp), (type, name, header.Format));
        Assert.Equal(Math.Min(480, Math.Max(original.Width, original.Height)), Math.Max(header.Width, header.Height));
        Assert.Contains(Stored(), static f => f.EndsWith("-480.webp", StringComparison.Ordinal));

        (bytes, _, _) = await ReadAsync(await App.Library.OpenThumbnailAsync(small, ThumbnailSize.Large, None));
        header = decoder.Inspect(bytes);
        Assert.Equal((TestJpeg.Height, TestJpeg.Width, 1), (header.Width, header.Height, header.Orientation));
        Assert.Equal(-1, bytes.AsSpan().IndexOf("Acme"u8));
    }

    [PostgresFact]
    public async Task A_page_of_missing_thumbnails_is_made_for_all_who_want_it()
    {
        foreach (var file in Directory.GetFiles(Repository.Path("demo", "photos")).Take(10))
        {
            File.Copy(file, Path.Combine(Photos, Path.GetFileName(file)));
        }

        await App.ImportAsync(Photos);
        var ids = await Postgres.ScalarAsync<long[]>("select array_agg(id) from images") ?? [];

        var lengths = await Task.WhenAll(ids.Concat(ids).Concat(ids).Select(async id =>
            (id, (await ReadAsync(await App.Library.OpenThumbnailAsync(id, ThumbnailSize.Small, None))).Bytes.Length)));

        Assert.Equal(10, lengths.Distinct().Count());
        Assert.Equal(10, Stored().Length);
    }

    [PostgresFact]
    public async Task A_picture_that_cannot_be_decoded_has_no_thumbnail()
    {
        var cut = (await File.ReadAllBytesAsync(Directory.GetFiles(Repository.Path("demo", "photos"))[0])).SkipLast(3000).ToArray();
        var id = (await App.UploadAsync(cut)).Id!.Value;

        Assert.Null(await App.Library.OpenThumbnailAsync(id, ThumbnailSize.Small, None));
        Assert.Single(Stored());
    }

    [PostgresFact]
    public async Task The_newest_unfinished_come_first()
    {
        var first = await App.UploadAsync(TestJpeg.CreateUnique());
        await App.Worker.DrainAsync(None);
        var second = await App.UploadAsync(TestJpeg.CreateUnique());
        var third = await App.UploadAsync(TestJpeg.CreateUnique());

        Assert.Equal([third.Id, second.Id], (await App.Library.UnfinishedAsync(10, None)).Select(static p => (long?)p.Id));
        Assert.Equal([third.Id], (await App.Library.UnfinishedAsync(1, None)).Select(static p => (long?)p.Id));
        Assert.Equal("indexed", (await App.FindAsync(first.Id)).State);
    }

    private async Task AssertReadAsync(byte[] expected, string type, string name, long id)
    {
        var file = await ReadAsync(await App.Library.OpenOriginalAsync(id, None));
        Assert.Equal(expected, file.Bytes);
        Assert.Equal((type, name), (file.Type, file.Name));
    }

    private static async Task<(byte[] Bytes, string Type, string Name)> ReadAsync(PictureFile? file)
    {
        Assert.NotNull(file);
        await using var content = file.Content;
        using var bytes = new MemoryStream();
        await content.CopyToAsync(bytes);
        return (bytes.ToArray(), file.ContentType, file.FileName);
    }
}
