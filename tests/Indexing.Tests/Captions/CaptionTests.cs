using Photoseek.Embedding.Images;
using Photoseek.Indexing.Captions;
using Photoseek.Indexing.Jobs;
using Photoseek.Indexing.Tests.Texts;
using Photoseek.Indexing.Texts;
using Photoseek.Testing;
using Photoseek.Testing.Ollama;

namespace Photoseek.Indexing.Tests.Captions;

/// <summary>What a vision model says of pictures.</summary>
public sealed class CaptionTests : TextTest
{
    private const string Grey = "A grey square.";

    [PostgresFact]
    public async Task Pictures_are_described_and_found_by_what_is_said_of_them()
    {
        byte[]? seen = null;
        var process = StartDescribing(file =>
        {
            seen = file;
            return " A sign\u0007 that says\r\n\"OPEN\" \u202Eand a puppy. ";
        });
        var id = (await process.UploadAsync(TestJpeg.CreateUnique())).Id;

        Assert.Null(await DrainAsync(process));

        Assert.Equal("A sign that says\n\"OPEN\" and a puppy. by model", await SaidAsync(id));
        Assert.Equal(id, await NearestAsync("dog", FakeModel.Nomic));
        Assert.Equal(1, await CountAsync("images where words @@ phraseto_tsquery('simple', 'open')"));
        var header = new PictureDecoder(new PictureLimits()).Inspect(seen);
        Assert.Equal((PictureFormat.Jpeg, TestJpeg.Width, TestJpeg.Height), (header.Format, header.Width, header.Height));
        var status = await process.Get<LibraryCaptions>().StatusAsync(None);
        Assert.Equal(("llava:latest", 1, 0, 0, null), (status.Model, status.Made, status.Waiting, status.Failed, status.Reason));
    }

    [PostgresFact]
    public async Task The_same_picture_model_and_prompt_are_never_asked_twice()
    {
        var process = StartDescribing(static _ => "First.");
        var file = TestJpeg.CreateUnique();
        await process.UploadAsync(file);
        await DrainAsync(process);
        await Postgres.ExecuteAsync("delete from images");
        Ollama.Describe = static _ => "Second.";

        var again = (await process.UploadAsync(file)).Id;
        await DrainAsync(process);
        Assert.Equal("First. by model", await SaidAsync(again));

        // Another prompt asks anew; going back to the first one does not.
        await DrainAsync(StartDescribing(static _ => "Second.", ("Ollama:CaptionPrompt", "What do you see?")));
        Assert.Equal("Second. by model", await SaidAsync(again));
        Assert.Contains(Ollama.Requests, static r => r.Body.Contains("What do you see?", StringComparison.Ordinal));
        await DrainAsync(StartDescribing(static _ => "Third."));
        Assert.Equal("First. by model", await SaidAsync(again));

        // Another model under the same name does.
        Ollama.Models = [FakeModel.Nomic, FakeModel.Llava with { Edition = 2 }];
        await DrainAsync(StartDescribing(static _ => "Fourth."));
        Assert.Equal("Fourth. by model", await SaidAsync(again));
        Assert.Equal(3, Ollama.Count("/api/generate"));
    }

    [PostgresFact]
    public async Task What_a_person_wrote_is_never_overwritten()
    {
        var process = StartDescribing(static _ => "A model's.");
        var (first, second) = ((await process.UploadAsync(TestJpeg.CreateUnique())).Id, (await process.UploadAsync(TestJpeg.CreateUnique())).Id);
        var captions = process.Get<LibraryCaptions>();
        Assert.True(await captions.WriteAsync(first!.Value, "Pat's \u0000 own", None));
        Ollama.Before = async () =>
        {
            // While the model looks at it, too, by whatever way.
            await Postgres.ExecuteAsync($"update images set caption = 'Jack''s own', caption_by = 'person' where id = {second}");
        };

        await DrainAsync(process);
        await DrainAsync(StartDescribing(static _ => "Another's.", ("Ollama:CaptionPrompt", "Again")));

        Assert.Equal("Pat's  own by person", await SaidAsync(first));
        Assert.Equal("Jack's own by person", await SaidAsync(second));
        Ollama.Before = static () => Task.CompletedTask;
        await captions.WriteAsync(second!.Value, " ", None);
        await DrainAsync(StartDescribing(static _ => "Another's.", ("Ollama:CaptionPrompt", "Again")));
        Assert.Equal("Another's. by model", await SaidAsync(second));
        Assert.False(await captions.WriteAsync(4711, "x", None));
    }

    [PostgresFact]
    public async Task Without_a_model_for_it_nothing_is_described_and_nothing_waits()
    {
        var process = Start();
        await process.UploadAsync(TestJpeg.CreateUnique());

        await DrainAsync(process);
        Assert.Equal((0, 0), (Ollama.Count("/api/generate"), await CountAsync("pending_captions")));

        // Switched on, it catches up; switched off, what was said stays.
        await DrainAsync(StartDescribing(static _ => Grey));
        await Start().UploadAsync(TestJpeg.CreateUnique());
        Assert.Equal(1, await CountAsync("pending_captions"));
        await DrainAsync(Start());
        Assert.Equal((0, 1), (await CountAsync("pending_captions"), await CountAsync("images where caption_by = 'model'")));
    }

    [PostgresTheory]
    [InlineData(OllamaTrouble.Slow)]
    [InlineData(OllamaTrouble.Failing)]
    [InlineData(OllamaTrouble.Busy)]
    [InlineData(OllamaTrouble.ModelMissing)]
    [InlineData(OllamaTrouble.Malformed)]
    [InlineData(OllamaTrouble.CutBody)]
    [InlineData(OllamaTrouble.ErrorUnder200)]
    [InlineData(OllamaTrouble.AnotherServer)]
    [InlineData(OllamaTrouble.Flood)]
    public async Task Trouble_is_waited_out(OllamaTrouble trouble)
    {
        var process = StartDescribing(static _ => Grey);
        await process.UploadAsync(TestJpeg.CreateUnique());
        Ollama.Trouble = trouble;

        await using (Run(process))
        {
            await EventuallyAsync(async () => await CountAsync("pending_captions where attempts = 0 and state = 'pending' and reason is not null") == 1);
            Assert.Equal((0, 0), (await CountAsync("captions"), await CountAsync("images where caption is not null")));
            Ollama.Trouble = OllamaTrouble.None;
            await EventuallyAsync(async () => await CountAsync($"images where caption = '{Grey}'") == 1);
        }
    }

    [PostgresFact]
    public async Task A_picture_of_which_nothing_is_said_does_not_keep_the_others()
    {
        var calls = 0;
        var process = StartDescribing(_ => ++calls == 1 ? " " : Grey);
        await process.UploadAsync(TestJpeg.CreateUnique());
        await process.UploadAsync(TestJpeg.CreateUnique());

        Assert.Null(await DrainAsync(process));

        Assert.Equal(3, calls);
        Assert.Equal((1, 1), (await CountAsync("images where caption is not null"), await CountAsync("pending_captions where attempts = 1 and due_at > now()")));
    }

    [PostgresFact]
    public async Task A_picture_whose_file_is_gone_says_so()
    {
        var process = StartDescribing(static _ => Grey);
        await process.UploadAsync(TestJpeg.CreateUnique());
        foreach (var file in Stored())
        {
            File.Delete(file);
        }

        await DrainAsync(process);

        Assert.Equal("failed The file is gone.", await Postgres.ScalarAsync<string>("select state || ' ' || reason from pending_captions"));
        Assert.Equal(1, await process.Get<OllamaFailures>().RetryAsync(OllamaTask.Captions, Failures.All, None));
    }

    [PostgresFact]
    public async Task A_model_that_cannot_see_fails_no_picture()
    {
        var process = Start(("Ollama:CaptionModel", "all-minilm"));
        await process.UploadAsync(TestJpeg.CreateUnique());

        Assert.Equal("Ollama refuses what it was given: \"all-minilm:latest\" does not support generate.", await DrainAsync(process));

        Assert.Equal(1, await CountAsync("pending_captions where state = 'pending' and attempts = 0"));
    }

    [PostgresFact]
    public async Task Two_processes_describe_each_picture_once()
    {
        var (one, other) = (StartDescribing(static _ => Grey), StartDescribing(static _ => Grey));
        for (var n = 0; n < 20; n++)
        {
            await one.UploadAsync(TestJpeg.CreateUnique());
        }

        await Task.WhenAll(DrainAsync(one), DrainAsync(other));

        Assert.Equal((20, 20, 0), (await CountAsync("images where caption is not null"), Ollama.Count("/api/generate"), await CountAsync("pending_captions")));
    }

    private TestProcess StartDescribing(Func<byte[], string> describe, params (string Key, string Value)[] settings)
    {
        Ollama.Describe = describe;
        return Start([("Ollama:CaptionModel", "llava"), ("Ollama:GenerateTimeout", "00:00:02"), .. settings]);
    }

    private async Task<string?> SaidAsync(long? image) => await Postgres.ScalarAsync<string>($"select caption || ' by ' || caption_by from images where id = {image}");
}
