using System.Text.Json;
using Photoseek.Testing;

namespace Photoseek.App.Tests.Http;

public sealed class DuplicatesApiTests : IAsyncLifetime
{
    private readonly ServedApp _app = new() { Settings = new Dictionary<string, string>(StringComparer.Ordinal) { ["Search__CopyLikeness"] = "0.992" } };

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    public Task InitializeAsync() => _app.InitializeAsync();

    public Task DisposeAsync() => _app.DisposeAsync();

    [PostgresFact]
    public async Task A_picture_and_its_smaller_copy_are_one_result_and_a_group()
    {
        var first = await _app.IndexAsync(await File.ReadAllBytesAsync(Repository.Path("demo", "photos", "IMG_0017.jpg")));
        var copy = await _app.IndexAsync(await _app.Http.GetByteArrayAsync(new Uri($"/api/images/{first}/thumbnail?size=small", UriKind.Relative)), name: "copy.webp");
        await _app.IndexAsync(await File.ReadAllBytesAsync(Repository.Path("demo", "photos", "IMG_0018.jpg")));

        Assert.Equal(2, (await _app.GetJsonAsync("/api/search/images?q=x&cutoff=0")).GetProperty("total").GetInt32());
        Assert.Equal(3, (await _app.GetJsonAsync("/api/search/images?q=x&cutoff=0&duplicates=all")).GetProperty("total").GetInt32());
        Assert.Equal(3, (await _app.PostJsonAsync("/search", new { query = "x", cutoff = 0, duplicates = "all" })).GetProperty("total").GetInt32());

        var answer = default(JsonElement);
        await Eventually.TrueAsync(
            async () =>
            {
                answer = await _app.GetJsonAsync("/api/duplicates");
                return answer.GetProperty("waiting").GetInt32() == 0;
            },
            Patience,
            "not all pictures were looked at");
        var group = answer.GetProperty("groups").EnumerateArray().Single();
        Assert.Equal(2, group.GetProperty("count").GetInt32());
        Assert.Equal([first, copy], group.GetProperty("pictures").EnumerateArray().Select(static p => p.GetProperty("id").GetInt64()));
        Assert.Equal(JsonValueKind.Null, answer.GetProperty("next").ValueKind);

        var page = await _app.Http.GetStringAsync(new Uri("/duplicates", UriKind.Relative));
        Assert.Contains($"/images/{copy}", page, StringComparison.Ordinal);
        Assert.Contains("+1", await _app.Http.GetStringAsync(new Uri("/?q=x&cutoff=0", UriKind.Relative)), StringComparison.Ordinal);
    }

    [PostgresTheory]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=51", "limit")]
    [InlineData("before=x", "before")]
    public async Task A_wrong_address_is_a_bad_request(string query, string field) =>
        Problem.Names([field], await _app.GetJsonAsync("/api/duplicates?" + query, 400));
}
