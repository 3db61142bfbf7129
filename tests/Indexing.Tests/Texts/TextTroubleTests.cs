using Photoseek.Indexing.Texts;
using Photoseek.Testing;
using Photoseek.Testing.Ollama;

namespace Photoseek.Indexing.Tests.Texts;

/// <summary>Whatever Ollama does: nothing bad is stored, no text pays for it, and all is caught up with when it is well again.</summary>
public sealed class TextTroubleTests : TextTest
{
    [PostgresTheory]
    [InlineData(OllamaTrouble.Slow)]
    [InlineData(OllamaTrouble.Failing)]
    [InlineData(OllamaTrouble.Busy)]
    [InlineData(OllamaTrouble.ModelMissing)]
    [InlineData(OllamaTrouble.Malformed)]
    [InlineData(OllamaTrouble.WrongDimension)]
    [InlineData(OllamaTrouble.NaN)]
    [InlineData(OllamaTrouble.Endless)]
    [InlineData(OllamaTrouble.Zeros)]
    [InlineData(OllamaTrouble.TooFew)]
    [InlineData(OllamaTrouble.CutBody)]
    [InlineData(OllamaTrouble.ErrorUnder200)]
    [InlineData(OllamaTrouble.AnotherServer)]
    [InlineData(OllamaTrouble.Flood)]
    public async Task Trouble_is_waited_out(OllamaTrouble trouble)
    {
        var process = Start();
        await AddAsync(5);
        await DrainAsync(process);
        var before = Ollama.Count("/api/embed");
        Ollama.Trouble = trouble;
        await AddAsync(40, first: 6);

        await using (Run(process))
        {
            await EventuallyAsync(async () => await CountAsync("pending_texts where reason is not null") > 0 && Ollama.Count("/api/embed") > before + 1);
            var status = await process.Get<LibraryTexts>().StatusAsync(None);
            Assert.Equal((5, 40, 0), (status.Indexed, status.Waiting, status.Failed));
            Assert.NotNull(status.Reason);
            Assert.Equal((5, 0), (await CountAsync("text_vectors"), await CountAsync("pending_texts where attempts > 1 or due_at > now()")));
            Ollama.Trouble = OllamaTrouble.None;
            await EventuallyAsync(async () => await GoodAsync() == 45);
        }

        Assert.Equal((45, 0), (await CountAsync("text_vectors"), await CountAsync("pending_texts")));
    }

    [PostgresFact]
    public async Task It_may_come_late_and_go_and_come_back()
    {
        Ollama.TurnOff();
        var process = Start();
        await AddAsync(5);
        await using var running = Run(process);

        var status = await process.Get<LibraryTexts>().StatusAsync(None);
        Assert.Equal((5, false), (status.Waiting, status.Ollama.Reachable));
        Assert.StartsWith("Ollama is not reachable at http://127.0.0.1:", status.Reason, StringComparison.Ordinal);
        Ollama.TurnOn();
        await EventuallyAsync(async () => await GoodAsync() == 5);

        Ollama.TurnOff();
        await Postgres.ExecuteAsync("update images set title = 'a cat ' || id");
        await EventuallyAsync(async () => await CountAsync("pending_texts where reason like 'Ollama is not reachable%' or reason is null") == 5);
        Assert.Equal(5, await CountAsync("text_vectors"));
        Ollama.TurnOn();
        await EventuallyAsync(async () => await GoodAsync() == 5 && await CountAsync("pending_texts") == 0);
    }

    [PostgresFact]
    public async Task A_model_that_is_pulled_later_is_found()
    {
        Ollama.Models = [FakeModel.Llava];
        var process = Start();
        await AddAsync(5);

        Assert.Equal("Ollama does not have the model nomic-embed-text: run \"ollama pull nomic-embed-text\" there.", await DrainAsync(process));
        Assert.Equal("Ollama does not have the model nomic-embed-text: run \"ollama pull nomic-embed-text\" there.", (await process.Get<LibraryTexts>().StatusAsync(None)).Reason);
        Ollama.Models = [FakeModel.Nomic];
        var later = Start();
        Assert.Null(await DrainAsync(later));

        Assert.Equal(5, await GoodAsync());
    }

    [PostgresFact]
    public async Task A_text_that_no_model_takes_fails_alone_and_says_why()
    {
        await AddAsync(40);
        Ollama.Refused.Add("number17 dog");
        var process = Start();

        Assert.Null(await DrainAsync(process));

        Assert.Equal((39, 1), (await GoodAsync(), await CountAsync("pending_texts")));
        Assert.Equal("17 failed Ollama refuses what it was given: failed to encode response: json: unsupported value: NaN.", await Postgres.ScalarAsync<string>("select image_id || ' ' || state || ' ' || reason from pending_texts"));
        var status = await process.Get<LibraryTexts>().StatusAsync(None);
        Assert.Equal((39, 0, 1), (status.Indexed, status.Waiting, status.Failed));

        // Another text is another chance.
        await Postgres.ExecuteAsync("update images set title = 'well' where id = 17");
        await DrainAsync(process);
        Assert.Equal(40, await GoodAsync());
    }

    [PostgresFact]
    public async Task A_model_that_cannot_embed_fails_no_text()
    {
        await AddAsync(5);
        var process = Start(("Ollama:TextModel", "llava"));

        Assert.Equal("Ollama refuses what it was given: this model does not support embeddings.", await DrainAsync(process));

        Assert.Equal((0, 0), (await CountAsync("text_generations"), await CountAsync("pending_texts")));
    }

    [PostgresFact]
    public async Task A_version_with_a_hole_is_told()
    {
        Ollama.Version = "0.34.2";

        var ollama = (await Start().Get<LibraryTexts>().StatusAsync(None)).Ollama;

        Assert.Equal((true, "0.34.2", null), (ollama.Reachable, ollama.Version, ollama.Trouble));
        Assert.Contains("CVE-2026-103663", ollama.Warning, StringComparison.Ordinal);
    }
}
