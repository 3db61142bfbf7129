using System.Net;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using Photoseek.Testing;

namespace Photoseek.App.Tests.Http;

/// <summary>Descriptions written by hand, over the API and on the picture's page.</summary>
public sealed partial class CaptionApiTests(ServedApp app) : IClassFixture<ServedApp>
{
    [PostgresFact]
    public async Task What_a_person_writes_is_kept_shown_and_found()
    {
        var id = await app.IndexAsync();

        using var written = await app.Http.PutAsJsonAsync(new Uri($"/api/images/{id}/caption", UriKind.Relative), new { caption = " A shop sign: QUILLWORT BOOKS " });
        var details = await app.GetJsonAsync($"/api/images/{id}");
        var found = await app.GetJsonAsync("/api/search/images?q=quillwort");
        var page = await PageAsync(id);

        Assert.Equal(HttpStatusCode.OK, written.StatusCode);
        Assert.Equal(("A shop sign: QUILLWORT BOOKS", "person"), (details.GetProperty("caption").GetString(), details.GetProperty("caption_by").GetString()));
        Assert.Equal(id, found.GetProperty("results")[0].GetProperty("id").GetInt64());
        Assert.Contains("A shop sign: QUILLWORT BOOKS", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Described by a model", page, StringComparison.Ordinal);
    }

    [PostgresFact]
    public async Task On_the_page_it_takes_the_page_s_own_form()
    {
        var id = await app.IndexAsync();
        using var page = await app.Http.GetAsync(new Uri($"/images/{id}", UriKind.Relative));
        var token = Token().Match(await page.Content.ReadAsStringAsync()).Groups["token"].Value;
        Assert.NotEmpty(token);

        using var without = await PostAsync(id, new() { ["caption"] = "forged" });
        using var with = await PostAsync(id, new() { ["caption"] = "<b>two herons</b>", ["__RequestVerificationToken"] = token });

        Assert.Equal(HttpStatusCode.BadRequest, without.StatusCode);
        Assert.Equal(HttpStatusCode.Found, with.StatusCode);
        Assert.Contains("&lt;b&gt;two herons&lt;/b&gt;", await PageAsync(id), StringComparison.Ordinal);
    }

    [PostgresFact]
    public async Task Nothing_takes_it_away_again()
    {
        var id = await app.IndexAsync();
        await app.Database.ExecuteAsync($"update images set caption = 'x', caption_by = 'person' where id = {id}");

        using var written = await app.Http.PutAsJsonAsync(new Uri($"/api/images/{id}/caption", UriKind.Relative), new { caption = "" });

        Assert.Equal(1, await app.Database.ScalarAsync<long>($"select count(*) from images where id = {id} and caption is null and caption_by is null"));
    }

    [PostgresTheory]
    [InlineData("/api/images/999999/caption", """{"caption":"x"}""", 404)]
    [InlineData("/api/images/1/caption", """{"caption":7}""", 400)]
    [InlineData("/api/images/1/caption", """{}""", 400)]
    [InlineData("/api/images/1/caption", "x", 400)]
    public async Task What_is_wrong_is_refused(string address, string body, int status)
    {
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        using var response = await app.Http.PutAsync(new Uri(address, UriKind.Relative), content);

        Assert.Equal(status, (int)response.StatusCode);
    }

    private async Task<string> PageAsync(long id) => await app.Http.GetStringAsync(new Uri($"/images/{id}", UriKind.Relative));

    private Task<HttpResponseMessage> PostAsync(long id, Dictionary<string, string> fields)
    {
        var form = new FormUrlEncodedContent(fields);
        return app.Http.PostAsync(new Uri($"/images/{id}?handler=Caption", UriKind.Relative), form);
    }

    [GeneratedRegex("""name="__RequestVerificationToken" type="hidden" value="(?<token>[^"]+)""", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Token();
}
