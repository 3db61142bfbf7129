using Photoseek.Testing;

namespace Photoseek.App.Tests.Http;

public sealed class ModelMismatchTests(ServedApp app) : IClassFixture<ServedApp>
{
    [PostgresFact]
    public async Task Vectors_of_another_model_are_left_out_of_a_search()
    {
        await app.IndexAsync();
        await app.Database.ExecuteAsync("update model_generations set model = 'another', model_sha256 = repeat('b', 64)");

        var answer = await app.GetJsonAsync("/api/search/images?q=beach");

        var left = Assert.Single(answer.GetProperty("left_out").EnumerateArray());
        Assert.Equal("picture", left.GetProperty("leg").GetString());
        Assert.Contains("another", left.GetProperty("reason").GetString(), StringComparison.Ordinal);
        Assert.Contains("demo-world", left.GetProperty("reason").GetString(), StringComparison.Ordinal);
    }
}
