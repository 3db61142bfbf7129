using System.Net.Http.Json;
using Photoseek.Testing;

namespace Photoseek.App.Tests.Http;

/// <summary><c>GET /api/suggestions</c>: what the box is gone on with.</summary>
public sealed class SuggestionsApiTests(ServedApp app) : IClassFixture<ServedApp>
{
    [PostgresTheory]
    [InlineData("snow zür", "tag:Zürichsee", 5)]
    [InlineData("ZUR", "tag:Zürichsee", 0)]
    [InlineData("two people old to", "tag:\"old town\"", 11)]
    [InlineData("tow", "tag:\"old town\"", 0)]
    [InlineData("boat -tag:old", "tag:\"old town\"", 6)]
    [InlineData("tag:\"old t", "tag:\"old town\"", 0)]
    [InlineData("person:zw", "person:\"Ada Zweig\"", 0)]
    [InlineData("100%_", "tag:100%_sure", 0)]
    public async Task It_begins_with_what_is_being_typed(string typed, string query, int from)
    {
        await KnowAsync();
        var first = (await AskAsync(typed))[0];

        Assert.Equal((query, from), first);
    }

    [PostgresTheory]
    [InlineData("")]
    [InlineData("snow ")]
    [InlineData("0%")]
    [InlineData("person:old")]
    [InlineData("like:1")]
    [InlineData("\"old")]
    [InlineData("nothing begins with this")]
    public async Task Nothing_is_suggested_where_nothing_fits(string typed)
    {
        await KnowAsync();

        Assert.Empty(await AskAsync(typed));
        Assert.Empty(await AskAsync(new string('z', 2000)));
    }

    [PostgresFact]
    public async Task What_is_written_later_is_suggested_then()
    {
        var id = await app.IndexAsync();
        Assert.Empty(await AskAsync("quillw"));
        using var written = await app.Http.PutAsJsonAsync(new Uri($"/api/images/{id}", UriKind.Relative), new { persons = new[] { "Quillwort" } });

        Assert.Equal([("person:Quillwort", 0)], await AskAsync("quillw"));
    }

    private async Task KnowAsync()
    {
        if (await app.Database.ScalarAsync<long>("select count(*) from labels where value = 'old town'") == 0)
        {
            var id = await app.IndexAsync();
            using var written = await app.Http.PutAsJsonAsync(
                new Uri($"/api/images/{id}", UriKind.Relative), new { tags = new[] { "Zürichsee", "old town", "100%_sure" }, persons = new[] { "Ada Zweig" } });
            written.EnsureSuccessStatusCode();
        }
    }

    private async Task<List<(string, int)>> AskAsync(string typed) =>
    [
        .. (await app.GetJsonAsync($"/api/suggestions?q={Uri.EscapeDataString(typed)}")).GetProperty("suggestions").EnumerateArray()
            .Select(static one => (one.GetProperty("query").GetString()!, one.GetProperty("from").GetInt32())),
    ];
}
