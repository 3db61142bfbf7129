using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Photoseek.App.Hosting;
using Photoseek.Embedding.Ollama;
using Photoseek.Testing;

namespace Photoseek.App.Tests.Http;

/// <summary>What is switched off says so to programs, and is not shown to people.</summary>
public sealed class SwitchTests(SwitchTests.SwitchedApp switched) : IClassFixture<SwitchTests.SwitchedApp>
{
    private readonly ServedApp _app = switched.App;

    [PostgresFact]
    public async Task Uploads_are_refused_and_nothing_leads_to_them()
    {
        using var form = new MultipartFormDataContent { { new ByteArrayContent(TestJpeg.CreateUnique()), "files", "a.jpg" } };
        using var response = await _app.Http.PostAsync(new Uri("/api/images", UriKind.Relative), form);
        var problem = await ServedApp.JsonAsync(response, 403);

        Problem.Is("switched-off", problem);
        Assert.Contains("Switches__Uploads", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal(404, await StatusAsync("/upload"));
        Assert.DoesNotContain("/upload", await PageAsync("/"), StringComparison.Ordinal);
        Assert.Equal(0, await _app.Database.ScalarAsync<long>("select count(*) from images"));
    }

    [PostgresFact]
    public async Task Pictures_cannot_be_sent_to_search_by_but_those_of_the_library_can_be_named()
    {
        var problem = await _app.PostPictureAsync("/api/search/similar", TestJpeg.CreateUnique(), 403);

        Problem.Is("switched-off", problem);
        Problem.Is("switched-off", await _app.PostPictureAsync("/api/search/similar?id=1", TestJpeg.CreateUnique(), 403));
        Problem.Is("unknown-image", await _app.PostJsonAsync("/api/search/similar?id=1", new { }, 404));
        Assert.Equal(404, await StatusAsync("/?look=x"));
        using var form = new MultipartFormDataContent { { new ByteArrayContent(TestJpeg.CreateUnique()), "picture", "a.jpg" } };
        using var posted = await _app.Http.PostAsync(new Uri("/?handler=Picture", UriKind.Relative), form);
        Assert.Equal(404, (int)posted.StatusCode);
        var page = await PageAsync("/");
        Assert.DoesNotContain("type=\"file\"", page, StringComparison.Ordinal);
        Assert.Contains("name=\"q\"", page, StringComparison.Ordinal);
    }

    [PostgresFact]
    public async Task Explanations_are_refused_and_searches_go_without()
    {
        Problem.Is("switched-off", await _app.GetJsonAsync("/api/explanations/0123", 403));

        var answer = await _app.PostJsonAsync("/search", new { query = "x", include_explanation = true });

        Assert.Equal(System.Text.Json.JsonValueKind.Null, answer.GetProperty("explanation").ValueKind);
        Assert.False(answer.TryGetProperty("explanation_address", out _));
    }

    [Theory]
    [InlineData("true", "llava", "llama3.2")]
    [InlineData("false", "", "")]
    public void Without_its_switch_a_model_is_not_asked(string on, string captions, string explanations)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Ollama:CaptionModel"] = "llava",
            ["Ollama:ExplanationModel"] = "llama3.2",
            ["Switches:Captions"] = on,
            ["Switches:Explanations"] = on,
        }).Build();
        using var services = new ServiceCollection().AddLogging().AddModules(configuration, "Host=127.0.0.1").BuildServiceProvider();

        var options = services.GetRequiredService<IOptions<OllamaOptions>>().Value;

        Assert.Equal((captions, explanations), (options.CaptionModel, options.ExplanationModel));
    }

    private async Task<string> PageAsync(string path) => await _app.Http.GetStringAsync(new Uri(path, UriKind.Relative));

    private async Task<int> StatusAsync(string path)
    {
        using var response = await _app.Http.GetAsync(new Uri(path, UriKind.Relative));
        return (int)response.StatusCode;
    }

    public sealed class SwitchedApp : IAsyncLifetime
    {
        internal ServedApp App { get; } = new()
        {
            Settings = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["Switches__PictureSearch"] = "false",
                ["Switches__Uploads"] = "false",
                ["Switches__Explanations"] = "false",
                ["Ollama__Enabled"] = "true",
                ["Ollama__Address"] = "http://127.0.0.1:9",
                ["Ollama__ExplanationModel"] = "llama3.2",
            },
        };

        public Task InitializeAsync() => App.InitializeAsync();

        public Task DisposeAsync() => App.DisposeAsync();
    }
}
