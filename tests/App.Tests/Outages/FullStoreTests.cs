using System.Net;
using Photoseek.App.Tests.Http;
using Photoseek.Testing;

namespace Photoseek.App.Tests.Outages;

/// <summary>The disk that uploads and thumbnails are kept on runs full, and has room again later.</summary>
public sealed class FullStoreTests
{
    private const int Megabytes = 8;
    private const int Heavy = 800_000;

    [SmallDiskFact]
    public async Task A_full_disk_refuses_uploads_with_a_sentence_keeps_nothing_half_and_all_goes_on_when_there_is_room()
    {
        var app = new ServedApp { Disk = ("store", Megabytes) };
        try
        {
            await app.InitializeAsync();
            var first = await app.IndexAsync(TestJpeg.CreateHeavy(Heavy));
            Assert.Equal(HttpStatusCode.NoContent, await PostAsync(app, "/api/jobs/pause"));
            var waiting = (await app.UploadAsync(("waiting.jpg", TestJpeg.CreateUnique())))[0].GetProperty("id").GetInt64();
            var before = await KeptAsync(app);

            // Half a megabyte is left: the upload begins and does not fit.
            Fill(app, 512 * 1024);
            for (var i = 0; i < 3; i++)
            {
                var problem = await RefusedAsync(app, TestJpeg.CreateHeavy(Heavy));
                Assert.Equal("/problems/storage-full", problem);
                Assert.Equal(before, await KeptAsync(app));
            }

            // Nothing is left at all.
            Fill(app, 0);
            Assert.Equal("/problems/storage-full", await RefusedAsync(app, TestJpeg.CreateUnique()));
            Assert.Equal(before, await KeptAsync(app));

            // What is there goes on being shown, found and indexed; thumbnails are made without being kept.
            Assert.Equal(HttpStatusCode.OK, await StatusAsync(app, "/health/ready"));
            Assert.Equal(HttpStatusCode.OK, await StatusAsync(app, $"/api/images/{first}/thumbnail?size=large"));
            Assert.Equal(HttpStatusCode.NoContent, await PostAsync(app, "/api/jobs/resume"));
            await app.EventuallyIndexedAsync(waiting);
            Assert.Equal(HttpStatusCode.OK, await StatusAsync(app, $"/api/images/{waiting}/thumbnail"));
            Assert.Equal(2, (await app.GetJsonAsync("/api/search/images?q=boats")).GetProperty("results").GetArrayLength());
            Assert.Equal(before, await KeptAsync(app));

            Directory.Delete(app.Inside("store", "ballast"), recursive: true);
            await app.IndexAsync(TestJpeg.CreateHeavy(Heavy));
            Assert.Equal((before.Images + 1, before.Files + 1, 0), await KeptAsync(app));
        }
        finally
        {
            await app.DisposeAsync();
        }
    }

    // Rows of pictures, originals, and what is neither.
    private static async Task<(long Images, int Files, int Unfinished)> KeptAsync(ServedApp app) =>
    (
        await app.Database.ScalarAsync<long>("select count(*) from images i where exists (select from image_objects o where o.image_id = i.id)"),
        Files(app.Inside("store", "originals")),
        Files(app.Inside("store", ".unfinished")));

    private static int Files(string folder) => Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Length;

    // Until there is as much left as is wanted and no more.
    private static void Fill(ServedApp app, long left)
    {
        var folder = Directory.CreateDirectory(app.Inside("store", "ballast")).FullName;
        for (var free = Free(folder); free > left; free = Free(folder))
        {
            File.WriteAllBytes(Path.Combine(folder, Guid.NewGuid().ToString()), new byte[Math.Min(free - left, 64 * 1024)]);
        }
    }

    private static long Free(string folder) => new DriveInfo(folder).AvailableFreeSpace;

    private static async Task<string?> RefusedAsync(ServedApp app, byte[] picture)
    {
        using var form = new MultipartFormDataContent { { new ByteArrayContent(picture), "files", "picture.jpg" } };
        using var response = await app.Http.PostAsync(new Uri("/api/images", UriKind.Relative), form);
        var problem = await ServedApp.JsonAsync(response, 507);
        Assert.Contains("no room", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        return problem.GetProperty("type").GetString();
    }

    private static async Task<HttpStatusCode> PostAsync(ServedApp app, string path)
    {
        using var response = await app.Http.PostAsync(new Uri(path, UriKind.Relative), null);
        return response.StatusCode;
    }

    private static async Task<HttpStatusCode> StatusAsync(ServedApp app, string path)
    {
        using var response = await app.Http.GetAsync(new Uri(path, UriKind.Relative));
        return response.StatusCode;
    }
}
