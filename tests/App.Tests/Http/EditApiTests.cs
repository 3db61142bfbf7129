using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Photoseek.Testing;

namespace Photoseek.App.Tests.Http;

/// <summary>Writing about pictures, tagging, deleting and taking them away, over the API and on the picture's page.</summary>
public sealed partial class EditApiTests(ServedApp app) : IClassFixture<ServedApp>
{
    [PostgresFact]
    public async Task What_is_written_is_answered_found_and_shown()
    {
        var id = await app.IndexAsync();
        using var response = await PutAsync(id, """{"title":"Zwillingssee","tags":["lake","Holiday"],"persons":["Pat Smith"],"description":"Two\nlines","caption":"a lake"}""");
        var picture = await ServedApp.JsonAsync(response, 200);
        using var again = await PutAsync(id, """{"title":null}""");
        var back = await ServedApp.JsonAsync(again, 200);
        var found = await app.GetJsonAsync("/api/search/images?q=tag:holiday%20person:pat");

        Assert.Equal("Zwillingssee", picture.GetProperty("title").GetString());
        Assert.Equal("a lake", picture.GetProperty("caption").GetString());
        Assert.Equal(["description", "persons", "tags", "title"], Texts(picture.GetProperty("edited")));
        Assert.Equal(JsonValueKind.Null, back.GetProperty("title").ValueKind);
        Assert.Equal(["lake", "Holiday"], Texts(back.GetProperty("tags")));
        Assert.Equal(id, found.GetProperty("results")[0].GetProperty("id").GetInt64());
    }

    [PostgresTheory]
    [InlineData("""{"title":7}""", "title")]
    [InlineData("""{"tags":"lake"}""", "tags")]
    [InlineData("""{"persons":["a",null]}""", "persons")]
    [InlineData("""{"colour":"red"}""", "colour")]
    [InlineData("""{"Title":"x"}""", "Title")]
    public async Task What_is_wrong_with_it_is_named(string body, string field)
    {
        var id = await app.IndexAsync();
        using var response = await PutAsync(id, body);
        var problem = await ServedApp.JsonAsync(response, 400);

        Assert.Equal("/problems/invalid-request", problem.GetProperty("type").GetString());
        Assert.True(problem.GetProperty("errors").TryGetProperty(field, out _), problem.ToString());
    }

    [PostgresFact]
    public async Task Too_much_is_refused_before_anything_is_written()
    {
        var id = await app.IndexAsync();
        using var response = await PutAsync(id, $$"""{"title":"kept out","description":"{{new string('x', 4001)}}"}""");
        var problem = await ServedApp.JsonAsync(response, 400);

        Assert.Contains("4000", problem.GetProperty("errors").GetProperty("description")[0].GetString(), StringComparison.Ordinal);
        Assert.Equal(JsonValueKind.Null, (await app.GetJsonAsync($"/api/images/{id}")).GetProperty("title").ValueKind);
        using var nowhere = await PutAsync(999999, "{}");
        Assert.Equal(HttpStatusCode.NotFound, nowhere.StatusCode);
    }

    [PostgresFact]
    public async Task Several_are_tagged_at_once()
    {
        long[] ids = [await app.IndexAsync(), await app.IndexAsync()];
        var reply = await app.PostJsonAsync("/api/images/tags", new { ids = ids.Append(999999), add = new[] { "Chosen" } });
        await app.PostJsonAsync("/api/images/tags", new { ids = new[] { ids[0] }, remove = new[] { "chosen" } });

        Assert.Equal(2, reply.GetProperty("count").GetInt32());
        Assert.Empty(Texts((await app.GetJsonAsync($"/api/images/{ids[0]}")).GetProperty("tags")));
        Assert.Equal(["Chosen"], Texts((await app.GetJsonAsync($"/api/images/{ids[1]}")).GetProperty("tags")));
    }

    [PostgresFact]
    public async Task What_is_deleted_is_not_there_until_that_is_undone()
    {
        var id = await app.IndexAsync();
        var reply = await app.PostJsonAsync("/api/images/delete", new { ids = new[] { id, 999999 } });
        await app.GetJsonAsync($"/api/images/{id}", 404);
        using var page = await app.Http.GetAsync(new Uri($"/images/{id}", UriKind.Relative));
        var told = await page.Content.ReadAsStringAsync();
        using (var other = await app.Http.GetAsync(new Uri($"/api/images/{id}/thumbnail", UriKind.Relative)))
        {
            Assert.Equal(HttpStatusCode.NotFound, other.StatusCode);
        }

        var undone = await app.PostJsonAsync("/api/images/restore", new { ids = new[] { id } });

        Assert.Equal(id, Assert.Single(reply.GetProperty("ids").EnumerateArray()).GetInt64());
        Assert.Equal(HttpStatusCode.NotFound, page.StatusCode);
        Assert.Contains("This picture was deleted", told, StringComparison.Ordinal);
        Assert.Equal(1, undone.GetProperty("count").GetInt32());
        Assert.Equal("indexed", (await app.GetJsonAsync($"/api/images/{id}")).GetProperty("state").GetString());
        using var gone = await app.Http.DeleteAsync(new Uri($"/api/images/{id}", UriKind.Relative));
        Assert.Equal(HttpStatusCode.NoContent, gone.StatusCode);
        await app.GetJsonAsync($"/api/images/{id}", 404);
    }

    [PostgresTheory]
    [InlineData("""{"ids":[]}""")]
    [InlineData("""{"ids":["1"]}""")]
    [InlineData("""{"ids":[-1]}""")]
    [InlineData("""{}""")]
    public async Task Nothing_is_done_with_what_are_no_pictures(string body)
    {
        foreach (var verb in new[] { "tags", "delete", "restore" })
        {
            var problem = await app.PostTextAsync($"/api/images/{verb}", body, "application/json", 400);
            Assert.True(problem.GetProperty("errors").TryGetProperty("ids", out _));
        }
    }

    [PostgresFact]
    public async Task Originals_come_in_one_file_each_under_a_name_of_its_own()
    {
        byte[][] bytes = [TestJpeg.CreateUnique(), TestJpeg.CreateUnique()];
        long[] ids = [await app.IndexAsync(bytes[0], "a.jpg"), await app.IndexAsync(bytes[1], "a.jpg")];
        using var response = await app.Http.GetAsync(new Uri($"/api/images/download?ids={ids[0]},{ids[1]},999999", UriKind.Relative));
        await using var content = await response.Content.ReadAsStreamAsync();
        using var archive = new ZipArchive(content);

        Assert.Equal("application/zip", response.Content.Headers.ContentType!.MediaType);
        Assert.Matches("^\"?photos-[0-9-]+\\.zip\"?$", response.Content.Headers.ContentDisposition!.FileName);
        Assert.Equal(["a.jpg", "a (2).jpg", "missing.txt"], archive.Entries.Select(static entry => entry.FullName));
        Assert.Equal(bytes[1], Read(archive.Entries[1]));
        Assert.Contains("999999", Encoding.UTF8.GetString(Read(archive.Entries[2])), StringComparison.Ordinal);
        await app.GetJsonAsync("/api/images/download?ids=x", 400);
        await app.GetJsonAsync($"/api/images/download?ids={string.Join(',', Enumerable.Range(1, 501))}", 400);
    }

    [PostgresFact]
    public async Task The_page_s_own_forms_write_delete_and_undo_without_script()
    {
        var id = await app.IndexAsync();
        await PostPageAsync(id, "Edit", new() { ["title"] = "By hand", ["tags"] = "one, two", ["persons"] = "", ["description"] = "" });
        var page = await app.Http.GetStringAsync(new Uri($"/images/{id}", UriKind.Relative));
        Assert.Contains("<h1>By hand</h1>", page, StringComparison.Ordinal);
        Assert.Contains("Written here: tags, title.", page, StringComparison.Ordinal);
        await PostPageAsync(id, "GiveBack", []);
        Assert.Equal(JsonValueKind.Null, (await app.GetJsonAsync($"/api/images/{id}")).GetProperty("title").ValueKind);

        await PostPageAsync(id, "Delete", []);
        await app.GetJsonAsync($"/api/images/{id}", 404);
        await PostPageAsync(id, "Restore", []);
        await app.GetJsonAsync($"/api/images/{id}");
    }

    [PostgresFact]
    public async Task Where_pictures_were_taken_is_not_told_unless_the_operator_says_so()
    {
        var id = await app.IndexAsync(TestJpeg.CreateUnique(new TestExif { Latitude = 47.3769, Longitude = 8.5417 }));
        var page = await app.Http.GetStringAsync(new Uri($"/images/{id}", UriKind.Relative));

        Assert.Equal(1, await app.Database.ScalarAsync<long>($"select count(*) from images where id = {id} and latitude > 47"));
        Assert.DoesNotContain("47.37", page, StringComparison.Ordinal);
        Assert.DoesNotContain("47.37", (await app.GetJsonAsync($"/api/images/{id}")).ToString(), StringComparison.Ordinal);
    }

    private static byte[] Read(ZipArchiveEntry entry)
    {
        using var content = entry.Open();
        using var bytes = new MemoryStream();
        content.CopyTo(bytes);
        return bytes.ToArray();
    }

    private static IEnumerable<string?> Texts(JsonElement list) => list.EnumerateArray().Select(static item => item.GetString());

    private Task<HttpResponseMessage> PutAsync(long id, string body) =>
        app.Http.PutAsync(new Uri(string.Create(CultureInfo.InvariantCulture, $"/api/images/{id}"), UriKind.Relative), new StringContent(body, Encoding.UTF8, "application/json"));

    private async Task PostPageAsync(long id, string handler, Dictionary<string, string> fields)
    {
        using var page = await app.Http.GetAsync(new Uri($"/images/{id}", UriKind.Relative));
        fields["__RequestVerificationToken"] = Token().Match(await page.Content.ReadAsStringAsync()).Groups["token"].Value;
        using var form = new FormUrlEncodedContent(fields);
        using var answer = await app.Http.PostAsync(new Uri($"/images/{id}?handler={handler}", UriKind.Relative), form);
        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
    }

    [GeneratedRegex("""name="__RequestVerificationToken" type="hidden" value="(?<token>[^"]+)""", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Token();
}
