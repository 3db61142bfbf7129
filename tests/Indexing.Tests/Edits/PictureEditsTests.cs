using Photoseek.Indexing.Edits;
using Photoseek.Testing;

namespace Photoseek.Indexing.Tests.Edits;

public sealed class PictureEditsTests : LibraryTest
{
    private static readonly CancellationToken None = CancellationToken.None;

    private PictureEdits Edits => App.Get<PictureEdits>();

    [PostgresFact]
    public async Task What_a_person_wrote_stays_when_the_file_is_read_again_and_the_rest_follows_the_file()
    {
        var id = await DescribedAsync();
        Assert.True(await Edits.WriteAsync(id, new PictureEdit { Title = " Our beach ", Tags = ["family", "Family", "beach"], Description = "Two people on a beach" }, None));
        Retell("Retold", "harbour");
        await ImportAsync();

        var picture = await App.FindAsync(id);
        Assert.Equal("Our beach", picture.Title);
        Assert.Equal(["family", "beach"], picture.Tags);
        Assert.Equal("Told anew", picture.Description);
        Assert.Equal(["tags", "title"], picture.Edited);
        Assert.Contains(await App.Library.HistoryAsync(id, None), static happened => happened.Kind == "edited");
    }

    [PostgresFact]
    public async Task What_is_taken_away_stays_away_and_what_is_given_back_says_what_the_file_says()
    {
        var id = await DescribedAsync();
        await Edits.WriteAsync(id, new PictureEdit { Title = "", Persons = [] }, None);
        Retell("Retold", "harbour");
        await ImportAsync();
        var taken = await App.FindAsync(id);

        await Edits.WriteAsync(id, new PictureEdit { GivenBack = [PictureField.Title, PictureField.Tags] }, None);
        var back = await App.FindAsync(id);

        Assert.Null(taken.Title);
        Assert.Empty(taken.Persons);
        Assert.Equal("Retold", back.Title);
        Assert.Equal(["persons"], back.Edited);
        Assert.Equal(["harbour"], back.Tags);
    }

    [PostgresFact]
    public async Task Pictures_are_tagged_together_and_go_on_following_their_files()
    {
        var (first, second) = (await DescribedAsync(), await App.UploadAsync(TestJpeg.CreateUnique()));
        await App.Worker.DrainAsync(None);

        Assert.Equal(2, await Edits.TagAsync([first, second.Id!.Value, 999], ["Summer", "BEACH"], [], None));
        Assert.Equal(["beach", "Sunset", "Places", "Sydney", "Summer"], (await App.FindAsync(first)).Tags);
        Assert.Equal(["Summer", "BEACH"], (await App.FindAsync(second.Id.Value)).Tags);
        Assert.Empty((await App.FindAsync(first)).Edited);

        Retell("Retold", "harbour");
        await ImportAsync();
        Assert.Equal(["Summer", "harbour"], (await App.FindAsync(first)).Tags);

        // One of the file's own is gone for good, too.
        await Edits.TagAsync([first], [], ["HARBOUR"], None);
        Retell("Retold again", "harbour");
        await ImportAsync();
        Assert.Equal(["Summer"], (await App.FindAsync(first)).Tags);
        Assert.Equal("Retold again", (await App.FindAsync(first)).Title);
    }

    [PostgresFact]
    public async Task There_is_nothing_to_write_about_a_picture_that_is_not_there()
    {
        var id = (await App.UploadAsync(TestJpeg.CreateUnique())).Id!.Value;
        await App.Get<PictureDeletion>().DeleteAsync([id], None);

        Assert.False(await Edits.WriteAsync(id, new PictureEdit { Title = "x" }, None));
        Assert.False(await Edits.WriteAsync(999, new PictureEdit { Title = "x" }, None));
        Assert.Equal(0, await Edits.TagAsync([id], ["x"], [], None));
    }

    private async Task<long> DescribedAsync()
    {
        Write("a.jpg", TestXmp.Into(TestJpeg.CreateUnique(), TestXmp.Packet));
        await ImportAsync();
        return await Postgres.ScalarAsync<long>("select image_id from image_objects where key = 'a.jpg'");
    }

    // A sidecar has the picture described again, without another vector.
    private void Retell(string title, string tag) => Write("a.xmp", System.Text.Encoding.UTF8.GetBytes($"""
        <x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/">
        <dc:title><rdf:Alt><rdf:li xml:lang='x-default'>{title}</rdf:li></rdf:Alt></dc:title>
        <dc:description><rdf:Alt><rdf:li xml:lang='x-default'>Told anew</rdf:li></rdf:Alt></dc:description>
        <dc:subject><rdf:Bag><rdf:li>{tag}</rdf:li></rdf:Bag></dc:subject>
        </rdf:Description></rdf:RDF></x:xmpmeta>
        """));

    private async Task ImportAsync()
    {
        await App.ImportAsync(Photos);
        await App.Worker.DrainAsync(None);
    }
}
