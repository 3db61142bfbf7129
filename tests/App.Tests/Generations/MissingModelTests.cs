using Photoseek.App.Tests.Http;
using Photoseek.Testing;

namespace Photoseek.App.Tests.Generations;

/// <summary>A library whose model is on no machine any more: what is written is searched nonetheless, and that is said.</summary>
public sealed class MissingModelTests(ServedApp app) : IClassFixture<ServedApp>
{
    [PostgresFact]
    public async Task Words_are_answered_the_answer_says_so_and_it_is_whole_again_with_the_model()
    {
        var boat = await app.IndexAsync();
        var tree = await app.IndexAsync();
        await app.Database.ExecuteAsync($"update images set title = 'A red boat' where id = {boat}; update images set title = 'A tree', taken_at = '2020-01-01' where id = {tree}");
        await app.Database.ExecuteAsync("create table kept as select * from model_generations; update model_generations set model = 'lost-model', model_sha256 = repeat('0', 64)");

        var answer = await app.PostJsonAsync("/search", new { query = "boat", include_details = true, facets = true });

        var hit = Assert.Single(answer.GetProperty("results").EnumerateArray());
        Assert.Equal((boat, 0), (hit.GetProperty("id").GetInt64(), hit.GetProperty("score").GetDouble()));
        Assert.Equal(["words"], hit.GetProperty("found_by").EnumerateArray().Select(static leg => leg.GetString()!));
        var left = Assert.Single(answer.GetProperty("left_out").EnumerateArray());
        Assert.Equal("picture", left.GetProperty("leg").GetString());
        Assert.Contains("lost-model", left.GetProperty("reason").GetString(), StringComparison.Ordinal);
        Assert.Empty((await app.PostJsonAsync("/search", new { query = "boat", filters = new { to = "2021" } })).GetProperty("results").EnumerateArray());
        Assert.Single((await app.PostJsonAsync("/search", new { query = "to:2021" })).GetProperty("results").EnumerateArray());
        Assert.Contains("by what is written about the pictures alone", await app.Http.GetStringAsync(new Uri("/?q=boat", UriKind.Relative)), StringComparison.Ordinal);

        var health = await app.GetJsonAsync("/health");
        Assert.Equal(("degraded", false, true), (health.GetProperty("status").GetString(), health.GetProperty("clip_loaded").GetBoolean(), health.GetProperty("database_connected").GetBoolean()));
        Assert.Equal("ready", (await app.GetJsonAsync("/health/ready")).GetProperty("status").GetString());
        Problem.Is("model-mismatch", await app.PostPictureAsync("/api/search/similar", TestJpeg.CreateUnique(), 503));
        Assert.Single((await app.PostJsonAsync($"/api/search/similar?id={boat}", new { })).GetProperty("results").EnumerateArray());

        await app.Database.ExecuteAsync("update model_generations g set model = k.model, model_sha256 = k.model_sha256 from kept k where k.id = g.id");
        await Eventually.TrueAsync(
            async () => !(await app.PostJsonAsync("/search", new { query = "boat" })).TryGetProperty("left_out", out _),
            TimeSpan.FromMinutes(1),
            "searches are not whole again");
        Assert.Equal("healthy", (await app.GetJsonAsync("/health")).GetProperty("status").GetString());
    }

    [PostgresFact]
    public async Task A_server_starts_without_it()
    {
        var postgres = new TestPostgres();
        using var data = new TempFolder();
        await postgres.InitializeAsync();
        try
        {
            await postgres.ExecuteAsync("""
                insert into model_generations (model, model_sha256, dimension, preprocessing_version, state) values ('lost-model', repeat('0', 64), 8, 1, 'serving');
                select start_generation(id) from model_generations
                """);
            await using var process = new LibraryProcess(postgres, data.FullPath, configuredModel: "nowhere");

            await process.OpenAsync();

            var answer = await process.FindAsync(new Search.SearchRequest { Text = "boat" });
            Assert.Equal([Search.SearchLeg.Vectors], answer.LeftOut.Select(static left => left.Leg));
            Assert.Equal("lost-model", await process.ServingAsync());
        }
        finally
        {
            await postgres.DisposeAsync();
        }
    }
}
