using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Photoseek.Embedding.Ollama;
using Photoseek.Testing.Ollama;

namespace Photoseek.Embedding.Tests.Ollama;

public sealed class OllamaClientTests : IAsyncLifetime
{
    private const string Text = "nomic-embed-text";
    private readonly FakeOllama _ollama = new();
    private ServiceProvider? _services;

    private OllamaClient Client => _services!.GetRequiredService<OllamaClient>();

    public Task InitializeAsync()
    {
        Configure();
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        await _services!.DisposeAsync();
        await _ollama.DisposeAsync();
    }

    [Fact]
    public async Task Vectors_come_in_the_order_of_the_texts_and_are_of_length_one()
    {
        var vectors = await EmbedAsync("search_document: a red car", "search_document: a dog on a beach");
        var query = Assert.Single(await EmbedAsync("search_query: automobile red"));

        Assert.All(vectors, static v => Assert.Equal(768, v.Length));
        Assert.All(vectors, static v => Assert.Equal(1, v.Sum(static x => (double)x * x), 1e-5));
        Assert.True(Cosine(query, vectors[0]) > 0.5, $"{Cosine(query, vectors[0])}");
        Assert.True(Cosine(query, vectors[1]) < 0.2, $"{Cosine(query, vectors[1])}");
        Assert.Equal(["search_document: a red car", "search_document: a dog on a beach", "search_query: automobile red"], _ollama.Texts);
    }

    [Fact]
    public async Task It_is_asked_as_its_protocol_says()
    {
        await EmbedAsync("ü");
        await Client.GenerateAsync("llava", "What?", [[1, 2, 3]], 99, CancellationToken.None);

        Assert.Equal(("/api/embed", """{"model":"nomic-embed-text","input":["\u00FC"],"truncate":true,"keep_alive":"30m"}"""), _ollama.Requests.First());
        Assert.Equal(
            ("/api/generate", """{"model":"llava","prompt":"What?","stream":false,"images":["AQID"],"think":false,"keep_alive":"5m","options":{"temperature":0,"num_predict":99}}"""),
            _ollama.Requests.Last());
    }

    [Fact]
    public async Task Nothing_is_asked_for_nothing()
    {
        Assert.Empty(await EmbedAsync());
        Assert.Empty(_ollama.Requests);
    }

    [Fact]
    public async Task It_says_its_version_and_its_models()
    {
        Assert.Equal("0.35.0", await Client.VersionAsync(CancellationToken.None));
        Assert.Equal(_ollama.Models.Select(static m => (m.Name, m.Digest)), (await Client.ModelsAsync(CancellationToken.None)).Select(static m => (m.Name, m.Digest)));
        Assert.Equal(FakeModel.Nomic.Digest, (await Client.FindAsync(Text, CancellationToken.None)).Digest);
        Assert.Equal(384, await Client.ProbeAsync("all-minilm", null, CancellationToken.None));
    }

    [Theory]
    [InlineData(OllamaTrouble.Failing, OllamaFault.Failed, "Ollama at http://127.0.0.1:{port} failed with status 500: llama runner process has terminated.")]
    [InlineData(OllamaTrouble.Busy, OllamaFault.Busy, "Ollama has too much to do just now; it is asked again later.")]
    [InlineData(OllamaTrouble.ModelMissing, OllamaFault.ModelMissing, "Ollama does not have the model nomic-embed-text: run \"ollama pull nomic-embed-text\" there.")]
    [InlineData(OllamaTrouble.Malformed, OllamaFault.BadAnswer, "The answer of http://127.0.0.1:{port} cannot be used, it is not the JSON that was expected: see that Ollama listens there and is up to date.")]
    [InlineData(OllamaTrouble.AnotherServer, OllamaFault.BadAnswer, "The answer of http://127.0.0.1:{port} cannot be used, it is not the JSON that was expected: see that Ollama listens there and is up to date.")]
    [InlineData(OllamaTrouble.WrongDimension, OllamaFault.BadAnswer, "The answer of http://127.0.0.1:{port} cannot be used, a vector has 767 numbers instead of 768: see that Ollama listens there and is up to date.")]
    [InlineData(OllamaTrouble.NaN, OllamaFault.BadAnswer, "The answer of http://127.0.0.1:{port} cannot be used, it is not the JSON that was expected: see that Ollama listens there and is up to date.")]
    [InlineData(OllamaTrouble.Endless, OllamaFault.BadAnswer, "The answer of http://127.0.0.1:{port} cannot be used, a vector has no direction: see that Ollama listens there and is up to date.")]
    [InlineData(OllamaTrouble.Zeros, OllamaFault.BadAnswer, "The answer of http://127.0.0.1:{port} cannot be used, a vector has no direction: see that Ollama listens there and is up to date.")]
    [InlineData(OllamaTrouble.TooFew, OllamaFault.BadAnswer, "The answer of http://127.0.0.1:{port} cannot be used, it has 1 vectors for 2 texts: see that Ollama listens there and is up to date.")]
    [InlineData(OllamaTrouble.CutBody, OllamaFault.NotReachable, "The connection to Ollama at http://127.0.0.1:{port} broke off: see whether it runs there.")]
    [InlineData(OllamaTrouble.ErrorUnder200, OllamaFault.Failed, "Ollama at http://127.0.0.1:{port} failed: an error was encountered while running the model.")]
    [InlineData(OllamaTrouble.Flood, OllamaFault.BadAnswer, "The answer of http://127.0.0.1:{port} cannot be used, it is longer than 114,688 bytes: see that Ollama listens there and is up to date.")]
    public async Task Trouble_is_named_and_says_what_to_do(OllamaTrouble trouble, OllamaFault fault, string sentence)
    {
        _ollama.Trouble = trouble;

        var exception = await Assert.ThrowsAsync<OllamaException>(() => Client.EmbedAsync(Text, ["a", "b"], 768, null, CancellationToken.None));

        Assert.Equal((fault, sentence.Replace("{port}", $"{_ollama.Address.Port}", StringComparison.Ordinal)), (exception.Fault, exception.Message));
    }

    [Fact]
    public async Task One_bad_text_fails_its_call()
    {
        _ollama.Refused.Add("bad");

        var exception = await Assert.ThrowsAsync<OllamaException>(() => EmbedAsync("good", "bad"));

        Assert.Equal((OllamaFault.BadInput, true), (exception.Fault, exception.MayBeTheInput));
    }

    [Fact]
    public async Task Silence_ends_with_the_deadline()
    {
        _ollama.Trouble = OllamaTrouble.Slow;

        var exception = await Assert.ThrowsAsync<OllamaException>(() => Client.EmbedAsync(Text, ["a"], null, TimeSpan.FromMilliseconds(50), CancellationToken.None));

        Assert.Equal((OllamaFault.TooSlow, false), (exception.Fault, exception.MayBeTheInput));
    }

    [Fact]
    public async Task Who_leaves_is_not_told_of_trouble()
    {
        using var leaving = new CancellationTokenSource();
        _ollama.Before = () => leaving.CancelAsync();
        _ollama.Trouble = OllamaTrouble.Slow;

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Client.EmbedAsync(Text, ["a"], null, null, leaving.Token));
    }

    [Fact]
    public async Task It_is_missed_while_it_is_off_and_found_when_it_is_back()
    {
        await EmbedAsync("a");
        _ollama.TurnOff();
        var exception = await Assert.ThrowsAsync<OllamaException>(() => EmbedAsync("a"));
        _ollama.TurnOn();

        Assert.Equal(OllamaFault.NotReachable, exception.Fault);
        Assert.Single(await EmbedAsync("a"));
    }

    [Theory]
    [InlineData(OllamaTrouble.Failing, OllamaFault.Failed)]
    [InlineData(OllamaTrouble.AnotherServer, OllamaFault.BadAnswer)]
    [InlineData(OllamaTrouble.Malformed, OllamaFault.BadAnswer)]
    [InlineData(OllamaTrouble.CutBody, OllamaFault.NotReachable)]
    [InlineData(OllamaTrouble.Flood, OllamaFault.BadAnswer)]
    public async Task Models_and_version_are_not_believed_either(OllamaTrouble trouble, OllamaFault fault)
    {
        (_ollama.Trouble, _ollama.TroubleEverywhere) = (trouble, true);

        Assert.Equal(fault, (await Assert.ThrowsAsync<OllamaException>(() => Client.VersionAsync(CancellationToken.None))).Fault);
        Assert.Equal(fault, (await Assert.ThrowsAsync<OllamaException>(() => Client.ModelsAsync(CancellationToken.None))).Fault);
    }

    [Fact]
    public async Task A_description_must_say_something()
    {
        _ollama.Describe = static _ => " \n";

        Assert.Equal(OllamaFault.BadAnswer, (await Assert.ThrowsAsync<OllamaException>(() => Client.GenerateAsync("llava", "What?", [[1]], 10, CancellationToken.None))).Fault);
    }

    [Theory]
    [InlineData("ftp://127.0.0.1")]
    [InlineData("/ollama")]
    [InlineData("http://127.0.0.1:11434?a=b")]
    public void An_address_that_is_none_is_refused_at_start(string address)
    {
        Configure(address);

        Assert.Throws<OptionsValidationException>(() => _services!.GetRequiredService<IOptions<OllamaOptions>>().Value);
    }

    [Fact]
    public async Task Secrets_in_the_address_are_not_told()
    {
        Configure($"http://user:hunter2@127.0.0.1:{_ollama.Address.Port}");
        _ollama.TurnOff();

        Assert.DoesNotContain("hunter2", (await Assert.ThrowsAsync<OllamaException>(() => EmbedAsync("a"))).ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nomic-embed-text", "search_document: ", "search_query: ")]
    [InlineData("someone/nomic-embed-text:v1.5", "search_document: ", "search_query: ")]
    [InlineData("all-minilm", "", "")]
    public void Prefixes_are_those_that_the_model_was_trained_with(string model, string document, string query)
    {
        Assert.Equal(new TextPrefixes(document, query), TextPrefixes.Of(new OllamaOptions { TextModel = model }));
        Assert.Equal(new TextPrefixes("d", ""), TextPrefixes.Of(new OllamaOptions { TextModel = model, DocumentPrefix = "d", QueryPrefix = "" }));
    }

    [Theory]
    [InlineData("llava", "llava:latest", true)]
    [InlineData("llava:latest", "llava:latest", true)]
    [InlineData("llava:13b", "llava:latest", false)]
    [InlineData("host:5000/llava", "host:5000/llava:latest", true)]
    public void A_name_without_a_tag_means_the_latest(string name, string model, bool isIt) =>
        Assert.Equal(isIt, new OllamaModel(model, "d", 1).IsCalled(name));

    [Theory]
    [InlineData("0.5.1", true)]
    [InlineData("0.17.0", true)]
    [InlineData("0.17.1-rc2", true)]
    [InlineData("0.17.1", false)]
    [InlineData("0.34.1", false)]
    [InlineData("0.34.2", true)]
    [InlineData("v0.34.9", true)]
    [InlineData("0.35.0", false)]
    [InlineData("1.0.0", false)]
    [InlineData("something", false)]
    [InlineData(null, false)]
    public void Versions_with_known_holes_are_warned_of(string? version, bool isBad) =>
        Assert.Equal(isBad, OllamaVersions.Warning(version) is not null);

    private void Configure(string? address = null)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Ollama:Address", address ?? _ollama.Address.AbsoluteUri)]).Build();
        _services = new ServiceCollection().AddLogging().AddOllama(configuration.GetSection("Ollama")).BuildServiceProvider();
    }

    private Task<IReadOnlyList<float[]>> EmbedAsync(params string[] texts) => Client.EmbedAsync(Text, texts, null, null, CancellationToken.None);

    private static double Cosine(float[] a, float[] b) => a.Zip(b, static (x, y) => (double)x * y).Sum();
}
