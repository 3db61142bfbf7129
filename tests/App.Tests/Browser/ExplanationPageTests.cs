using System.Text;
using Microsoft.Playwright;
using Photoseek.Testing;
using Photoseek.Testing.Ollama;

namespace Photoseek.App.Tests.Browser;

/// <summary>Why the first were found, where a language model is there to ask.</summary>
public sealed class ExplanationPageTests(ExplanationPageTests.ExplainedApp app) : IClassFixture<ExplanationPageTests.ExplainedApp>
{
    [BrowserTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_link_asks_and_the_results_stand_while_it_is_thought_about(bool script)
    {
        using var gate = new SemaphoreSlim(0);
        app.Ollama.Before = () => gate.WaitAsync();
        await using var visitor = await app.VisitAsync(script);
        // Other words for each, as what is known is given at once.
        await visitor.Page.GotoAsync(script ? "/?q=harbour" : "/?q=a+harbour");
        await visitor.Page.GetByRole(AriaRole.Link, new() { Name = "Why these?" }).ClickAsync();

        await visitor.Page.GetByText("The language model is thinking").WaitForAsync();
        Assert.Equal(1, await visitor.Tiles.CountAsync());
        gate.Release(100);
        if (!script)
        {
            await Eventually.TrueAsync(
                async () =>
                {
                    await visitor.Page.ReloadAsync();
                    return await visitor.Page.GetByText("A harbour, as was asked for.").CountAsync() == 1;
                },
                TimeSpan.FromMinutes(1),
                "the explanation does not come");
        }

        await visitor.Page.GetByText("A harbour, as was asked for.").WaitForAsync();
        visitor.AssertQuiet();
    }

    public sealed class ExplainedApp : RunningApp, IAsyncLifetime
    {
        internal FakeOllama Ollama { get; } = new() { Explain = static _ => "A harbour, as was asked for." };

        protected override IReadOnlyDictionary<string, string> Settings => new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Ollama__Enabled"] = "true",
            ["Ollama__Address"] = Ollama.Address.AbsoluteUri,
            ["Ollama__ExplanationModel"] = "llava",
            ["Search__TextWeight"] = "0",
        };

        async Task IAsyncLifetime.InitializeAsync()
        {
            await InitializeAsync();
            if (Address.Length == 0)
            {
                return;
            }

            using var http = new HttpClient();
            using var form = new MultipartFormDataContent { { new StringContent("A harbour", Encoding.UTF8), "title" }, { new ByteArrayContent(TestJpeg.CreateUnique()), "files", "a.jpg" } };
            using var sent = await http.PostAsync(new Uri(Address + "/api/images"), form);
            sent.EnsureSuccessStatusCode();
            await EventuallyIndexedAsync(1);
        }

        public override async Task DisposeAsync()
        {
            await base.DisposeAsync();
            await Ollama.DisposeAsync();
        }
    }
}
