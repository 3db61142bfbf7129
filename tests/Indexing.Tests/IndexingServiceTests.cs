using Photoseek.Testing;

namespace Photoseek.Indexing.Tests;

public sealed class IndexingServiceTests : LibraryTest
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(2);

    [PostgresFact]
    public async Task An_empty_library_gets_the_demo_pictures_and_can_be_rid_of_them()
    {
        WriteDemo(3);
        var host = StartAnother(("Library:DemoFolder", Photos));
        await host.Service.StartAsync(CancellationToken.None);
        await UntilIndexedAsync(3);
        await host.Service.StopAsync(CancellationToken.None);

        Assert.Equal("demo", await Postgres.ScalarAsync<string>("select name from sources"));
        Assert.True(await host.Import.RemoveSourceAsync("demo", CancellationToken.None));
        Assert.Equal((0, 0), (await CountAsync("images"), await CountAsync("sources")));
    }

    [PostgresFact]
    public async Task A_library_with_pictures_of_its_own_gets_no_demo()
    {
        WriteDemo(3);
        await App.UploadAsync(TestJpeg.CreateUnique());
        var host = StartAnother(("Library:DemoFolder", Photos));

        await host.Service.StartAsync(CancellationToken.None);
        await UntilIndexedAsync(1);
        await host.Service.StopAsync(CancellationToken.None);

        Assert.Equal(0, await CountAsync("sources where name = 'demo'"));
    }

    [PostgresFact]
    public async Task A_configured_folder_is_taken_in_instead_of_the_demo()
    {
        Write("mine.jpg", TestJpeg.CreateUnique());
        var host = StartAnother(("Library:Folder", Photos), ("Library:DemoFolder", Repository.Path("demo", "photos")));

        await host.Service.StartAsync(CancellationToken.None);
        await UntilIndexedAsync(1);
        await host.Service.StopAsync(CancellationToken.None);

        Assert.Equal("photos", await Postgres.ScalarAsync<string>("select string_agg(name, ',') from sources"));
    }

    [PostgresFact]
    public async Task A_folder_that_is_not_there_stops_nothing()
    {
        var host = StartAnother(("Library:Folder", "/nowhere/at/all"));
        await host.Service.StartAsync(CancellationToken.None);

        await host.UploadAsync(TestJpeg.CreateUnique());
        await UntilIndexedAsync(1);

        await host.Service.StopAsync(CancellationToken.None);
    }

    [PostgresFact]
    public async Task Stopping_leaves_no_leases()
    {
        foreach (var file in Directory.GetFiles(Repository.Path("demo", "photos")).Take(60))
        {
            File.Copy(file, Path.Combine(Photos, Path.GetFileName(file)));
        }

        var host = StartAnother(("Library:Folder", Photos));
        await host.Service.StartAsync(CancellationToken.None);
        await UntilIndexedAsync(1);
        await host.Service.StopAsync(CancellationToken.None);

        Assert.Equal(0, await CountAsync("pending_images where lease is not null or attempts > 0"));
    }

    private void WriteDemo(int count)
    {
        for (var i = 0; i < count; i++)
        {
            Write($"{i}.jpg", TestJpeg.CreateUnique());
        }
    }

    private Task UntilIndexedAsync(int count) =>
        Eventually.TrueAsync(async () => await CountAsync("image_vectors") >= count, Long, async () => $"{await CountAsync("image_vectors")} are indexed");
}
