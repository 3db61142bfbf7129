using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using Photoseek.Testing;

namespace Photoseek.App.Tests.Http;

public sealed class ImagesApiTests(ServedApp app) : IClassFixture<ServedApp>
{
    [PostgresFact]
    public async Task The_states_of_many_images_are_told_at_once()
    {
        long[] ids = [await app.IndexAsync(), await app.IndexAsync()];
        var states = (await app.GetJsonAsync($"/api/images/states?id={ids[0]}&id={ids[1]}&id=999999999")).EnumerateArray().ToList();

        Assert.Equal(ids.Order(), states.Select(static state => state.GetProperty("id").GetInt64()).Order());
        Assert.All(states, static state => Assert.Equal("indexed", state.GetProperty("state").GetString()));
    }

    [PostgresTheory]
    [InlineData("")]
    [InlineData("?id=x")]
    [InlineData("?id=-1")]
    public async Task States_of_no_or_odd_ids_are_refused(string query) =>
        Problem.Names(["id"], await app.GetJsonAsync("/api/images/states" + query, 400));

    [PostgresFact]
    public async Task States_of_more_than_a_hundred_ids_are_refused() =>
        Problem.Names(["id"], await app.GetJsonAsync("/api/images/states?" + string.Join('&', Enumerable.Range(1, 101).Select(static id => $"id={id}")), 400));

    [PostgresFact]
    public async Task An_image_tells_its_state_and_metadata()
    {
        var picture = TestJpeg.CreateUnique();
        var id = await app.IndexAsync(picture, "boat.jpg");

        var image = await app.GetJsonAsync($"/api/images/{id}");

        Assert.Equal(id, image.GetProperty("id").GetInt64());
        Assert.Equal("indexed", image.GetProperty("state").GetString());
        Assert.Equal("boat.jpg", image.GetProperty("file_name").GetString());
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(picture)), image.GetProperty("sha256").GetString());
        Assert.Equal(picture.Length, image.GetProperty("byte_size").GetInt64());
        Assert.Equal((TestJpeg.Width, TestJpeg.Height), (image.GetProperty("width").GetInt32(), image.GetProperty("height").GetInt32()));
        Assert.True(image.TryGetProperty("reason", out _));
    }

    [PostgresFact]
    public async Task The_original_comes_back_as_it_was_sent_and_can_do_nothing_but_be_shown()
    {
        var picture = TestJpeg.CreateUnique();
        var id = await app.IndexAsync(picture, "a;c été.jpg");

        using var response = await app.Http.GetAsync(new Uri($"/api/images/{id}/original", UriKind.Relative));

        Assert.Equal(picture, await response.Content.ReadAsByteArrayAsync());
        Assert.Equal("image/jpeg", response.Content.Headers.ContentType?.ToString());
        Assert.Equal(["default-src 'none'; sandbox"], response.Headers.GetValues("Content-Security-Policy"));
        Assert.Equal(["nosniff"], response.Headers.GetValues("X-Content-Type-Options"));
        Assert.Equal(["same-origin"], response.Headers.GetValues("Cross-Origin-Resource-Policy"));
        var disposition = response.Content.Headers.ContentDisposition!;
        Assert.Equal("inline", disposition.DispositionType);
        Assert.EndsWith("été.jpg", disposition.FileNameStar, StringComparison.Ordinal);
    }

    [PostgresFact]
    public async Task A_part_of_the_original_can_be_asked_for()
    {
        var picture = TestJpeg.CreateUnique();
        var id = await app.IndexAsync(picture);
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri($"/api/images/{id}/original", UriKind.Relative));
        request.Headers.Range = new RangeHeaderValue(10, 19);

        using var response = await app.Http.SendAsync(request);

        Assert.Equal(HttpStatusCode.PartialContent, response.StatusCode);
        Assert.Equal(picture[10..20], await response.Content.ReadAsByteArrayAsync());
    }

    [PostgresTheory]
    [InlineData("", "small")]
    [InlineData("?size=small", "small")]
    [InlineData("?size=large", "large")]
    public async Task A_thumbnail_is_a_webp(string query, string size)
    {
        var id = await app.IndexAsync();

        using var response = await app.Http.GetAsync(new Uri($"/api/images/{id}/thumbnail{query}", UriKind.Relative));
        var bytes = await response.Content.ReadAsByteArrayAsync();

        Assert.Equal("image/webp", response.Content.Headers.ContentType?.ToString());
        Assert.Equal("RIFF"u8.ToArray(), bytes[..4]);
        Assert.EndsWith($"-{size}\"", response.Headers.ETag!.Tag, StringComparison.Ordinal);
        Assert.Equal(["default-src 'none'; sandbox"], response.Headers.GetValues("Content-Security-Policy"));
    }

    [PostgresFact]
    public async Task Only_an_address_that_names_the_content_may_be_kept_for_good()
    {
        var picture = TestJpeg.CreateUnique();
        var id = await app.IndexAsync(picture);
        var mark = Convert.ToHexStringLower(SHA256.HashData(picture))[..8];

        Assert.Contains("immutable", await CacheControlAsync($"/api/images/{id}/thumbnail?size=small&v={mark}"), StringComparison.Ordinal);
        foreach (var other in new[] { "", "&v=", "&v=00000000", "&v=" + mark[..1] })
        {
            Assert.Equal("no-cache, private", await CacheControlAsync($"/api/images/{id}/thumbnail?size=small{other}"));
        }
    }

    [PostgresTheory]
    [InlineData("thumbnail")]
    [InlineData("original")]
    public async Task What_a_browser_has_already_is_not_sent_again(string variant)
    {
        var id = await app.IndexAsync();
        var address = new Uri($"/api/images/{id}/{variant}", UriKind.Relative);
        using var first = await app.Http.GetAsync(address);
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.IfNoneMatch.Add(first.Headers.ETag!);

        using var second = await app.Http.SendAsync(request);

        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
    }

    [PostgresTheory]
    [InlineData("/api/images/999999")]
    [InlineData("/api/images/0")]
    [InlineData("/api/images/-1")]
    [InlineData("/api/images/abc")]
    [InlineData("/api/images/99999999999999999999")]
    [InlineData("/api/images/999999/original")]
    [InlineData("/api/images/999999/thumbnail")]
    public async Task An_image_that_is_not_there_is_not_found(string path) => Problem.Is("unknown-image", await app.GetJsonAsync(path, 404));

    [PostgresFact]
    public async Task A_size_that_does_not_exist_is_refused()
    {
        var id = await app.IndexAsync();

        Problem.Names(["size"], await app.GetJsonAsync($"/api/images/{id}/thumbnail?size=huge", 400));
    }

    [PostgresFact]
    public async Task An_original_whose_file_is_gone_is_not_found()
    {
        var id = await app.IndexAsync();
        await app.Database.ExecuteAsync($"update image_objects set key = 'gone.jpg' where image_id = {id}");

        var problem = await app.GetJsonAsync($"/api/images/{id}/original", 404);

        Problem.Is("unknown-image", problem);
    }

    [PostgresFact]
    public async Task The_status_counts_the_library_and_names_the_model()
    {
        await app.IndexAsync();

        var status = await app.GetJsonAsync("/api/status");

        Assert.Equal(["images", "indexed", "pending", "failed", "model", "ignored", "workers", "texts", "captions"], status.EnumerateObject().Select(p => p.Name));
        Assert.True(status.GetProperty("images").GetInt64() >= 1);
        Assert.Equal("demo-world", status.GetProperty("model").GetString());
    }

    [PostgresTheory]
    [InlineData("GET", "/api/nothing/here", 404)]
    [InlineData("DELETE", "/api/status", 405)]
    [InlineData("PUT", "/search", 405)]
    public async Task An_address_or_method_that_is_not_there_has_a_problem_too(string method, string path, int status)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(path, UriKind.Relative));
        using var response = await app.Http.SendAsync(request);

        await ServedApp.JsonAsync(response, status);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
    }

    private async Task<string> CacheControlAsync(string path)
    {
        using var response = await app.Http.GetAsync(new Uri(path, UriKind.Relative));
        return response.Headers.CacheControl!.ToString();
    }
}
