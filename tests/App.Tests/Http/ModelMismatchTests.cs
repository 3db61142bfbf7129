using Photoseek.Testing;

namespace Photoseek.App.Tests.Http;

public sealed class ModelMismatchTests(ServedApp app) : IClassFixture<ServedApp>
{
    [PostgresFact]
    public async Task Vectors_of_another_model_are_not_searched()
    {
        await app.IndexAsync();
        await app.Database.ExecuteAsync("update model_generations set model = 'another', model_sha256 = repeat('b', 64)");

        var problem = await app.GetJsonAsync("/api/search/images?q=x", 503);

        Problem.Is("model-mismatch", problem);
        Assert.Contains("another", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Contains("demo-world", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }
}
