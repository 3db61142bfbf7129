using System.Text;
using Photoseek.Testing;

namespace Photoseek.Indexing.Tests.Sidecars;

public sealed class FolderSidecarTests : LibraryTest
{
    private static readonly CancellationToken None = CancellationToken.None;

    [PostgresFact]
    public async Task A_sidecar_counts_more_than_the_file_and_the_pictures_own_more_than_a_shared_one()
    {
        Write("in/IMG_1.jpg", TestXmp.Into(TestJpeg.CreateUnique(TestXmp.Exif), TestXmp.Packet));
        WriteSidecar("in/IMG_1.jpg.XMP", Packet("<dc:title><rdf:Alt><rdf:li xml:lang='x-default'>Its own</rdf:li></rdf:Alt></dc:title>"));
        WriteSidecar("in/IMG_1.xmp", Packet("""
            <dc:title><rdf:Alt><rdf:li xml:lang='x-default'>Shared</rdf:li></rdf:Alt></dc:title>
            <dc:subject><rdf:Bag><rdf:li>harbour</rdf:li></rdf:Bag></dc:subject>
            """));
        Write("in/IMG_10.jpg", TestJpeg.CreateUnique());

        await ImportAsync();

        var described = await FindAsync("in/IMG_1.jpg");
        Assert.Equal(("Its own", "Two people on a beach"), (described.Title, described.Description));
        Assert.Equal(["harbour"], described.Tags);
        Assert.Equal(["Pat", "Jack"], described.Persons);
        Assert.Null((await FindAsync("in/IMG_10.jpg")).Title);
    }

    [PostgresFact]
    public async Task What_comes_changes_or_goes_later_is_followed_without_a_new_vector()
    {
        Write("a.jpg", TestXmp.Into(TestJpeg.CreateUnique(), TestXmp.Packet));
        await ImportAsync();
        var written = await WrittenAsync();
        Assert.Equal("At the sea", (await FindAsync("a.jpg")).Title);

        WriteSidecar("a.xmp", Titled("Later"));
        await ImportAsync();
        Assert.Equal("Later", (await FindAsync("a.jpg")).Title);

        WriteSidecar("a.xmp", Titled("Later still"));
        await ImportAsync();
        Assert.Equal("Later still", (await FindAsync("a.jpg")).Title);

        File.Delete(Path.Combine(Photos, "a.xmp"));
        await ImportAsync();
        Assert.Equal("At the sea", (await FindAsync("a.jpg")).Title);
        Assert.Equal(written, await WrittenAsync());
        Assert.Equal((0, 0), (await CountAsync("source_sidecars"), await CountAsync("image_objects where sidecars is not null")));
    }

    [PostgresFact]
    public async Task What_a_person_has_given_is_never_touched()
    {
        var file = TestXmp.Into(TestJpeg.CreateUnique(), TestXmp.Packet);
        await App.UploadAsync(file, new IncomingPicture("a.jpg", "Mine", null, ["SUNSET", "holiday"]));
        await App.Worker.DrainAsync(None);
        Write("a.jpg", file);
        WriteSidecar("a.xmp", Packet("""
            <dc:title><rdf:Alt><rdf:li xml:lang='x-default'>Theirs</rdf:li></rdf:Alt></dc:title>
            <dc:subject><rdf:Bag><rdf:li>Holiday</rdf:li><rdf:li>harbour</rdf:li></rdf:Bag></dc:subject>
            """));

        await ImportAsync();
        var described = await FindAsync("a.jpg");
        File.Delete(Path.Combine(Photos, "a.xmp"));
        await ImportAsync();

        Assert.Equal("Mine", described.Title);
        Assert.Equal(["SUNSET", "holiday", "harbour"], described.Tags);
        Assert.Equal(["SUNSET", "holiday", "beach", "Places", "Sydney"], (await FindAsync("a.jpg")).Tags);
    }

    [PostgresFact]
    public async Task A_sidecar_that_is_broken_or_too_large_fails_nothing()
    {
        Write("a.jpg", TestXmp.Into(TestJpeg.CreateUnique(), TestXmp.Packet));
        WriteSidecar("a.xmp", "<x:xmpmeta");
        Write("b.jpg", TestXmp.Into(TestJpeg.CreateUnique(), TestXmp.Packet));
        WriteSidecar("b.xmp", Titled("Large") + new string(' ', 1024 * 1024));
        Write("c.jpg", TestXmp.Into(TestJpeg.CreateUnique(), TestXmp.Packet));
        WriteSidecar("c.xmp", "<!DOCTYPE x [<!ENTITY a \"a\">]>" + Titled("&a;"));

        await ImportAsync();

        foreach (var key in (string[])["a.jpg", "b.jpg", "c.jpg"])
        {
            var described = await FindAsync(key);
            Assert.Equal(("indexed", "At the sea"), (described.State, described.Title));
        }

        // Not read over and over.
        Assert.Equal(3, await CountAsync("image_objects where sidecars is not null"));
    }

    [PostgresFact]
    public async Task One_file_is_imported_with_its_sidecar()
    {
        var path = Write("a.jpg", TestJpeg.CreateUnique());
        WriteSidecar("a.jpg.xmp", Titled("Beside"));

        await App.Import.RunAsync(path, null, None);
        await App.Worker.DrainAsync(None);

        Assert.Equal("Beside", (await FindAsync("a.jpg")).Title);
    }

    [PostgresFact]
    public async Task Another_picture_in_the_place_of_a_known_one_is_described_with_what_is_beside_it()
    {
        var known = TestJpeg.CreateUnique();
        Write("a.jpg", TestJpeg.CreateUnique());
        WriteSidecar("a.xmp", Titled("Of a"));
        Write("b.jpg", known);
        await ImportAsync();

        Write("a.jpg", known);
        await ImportAsync();

        Assert.Equal("Of a", (await FindAsync("a.jpg")).Title);
    }

    private static string Titled(string title) => Packet($"<dc:title><rdf:Alt><rdf:li xml:lang='x-default'>{title}</rdf:li></rdf:Alt></dc:title>");

    private static string Packet(string properties) => $"""
        <x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""
          xmlns:dc="http://purl.org/dc/elements/1.1/">{properties}</rdf:Description></rdf:RDF></x:xmpmeta>
        """;

    private void WriteSidecar(string key, string packet) => Write(key, Encoding.UTF8.GetBytes(packet));

    private async Task ImportAsync()
    {
        await App.Import.RunAsync(Photos, null, None);
        await App.Worker.DrainAsync(None);
    }

    private async Task<PictureDetails> FindAsync(string key) =>
        await App.FindAsync(await Postgres.ScalarAsync<long>($"select image_id from image_objects where key = '{key}' and gone_at is null"));

    private Task<string?> WrittenAsync() => Postgres.ScalarAsync<string>("select string_agg(written_by::text, ' ' order by image_id) from image_vectors");
}
