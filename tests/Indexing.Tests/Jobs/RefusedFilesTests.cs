using Photoseek.Indexing.Jobs;
using Photoseek.Testing;

namespace Photoseek.Indexing.Tests.Jobs;

public sealed class RefusedFilesTests : LibraryTest
{
    [PostgresFact]
    public async Task What_an_import_refuses_is_listed_until_it_is_a_picture()
    {
        Write("a.jpg", [1, 2, 3]);
        Write("b.jpg", [4, 5, 6]);
        Write("c.jpg", TestJpeg.CreateUnique());
        await App.ImportAsync(Photos);

        Assert.Equal(["a.jpg", "b.jpg"], await KeysAsync());
        var group = Assert.Single(await App.Get<RefusedFiles>().GroupsAsync(CancellationToken.None));
        Assert.Equal(("photos", 2L), (group.Source, group.Count));
        Assert.Equal(["a.jpg", "b.jpg"], group.Examples);

        Write("a.jpg", TestJpeg.CreateUnique());
        await App.ImportAsync(Photos);
        Assert.Equal(["b.jpg"], await KeysAsync());
    }

    private async Task<IEnumerable<string>> KeysAsync() =>
        (await App.Get<RefusedFiles>().PageAsync("photos", null, null, 10, CancellationToken.None))!.Files.Select(static f => f.Key);
}
