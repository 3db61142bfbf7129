using System.Diagnostics;
using Photoseek.Indexing.Jobs;
using Photoseek.Indexing.Texts;
using Photoseek.Testing;
using Photoseek.Testing.Ollama;
using Xunit.Abstractions;

namespace Photoseek.Indexing.Tests.Texts;

public sealed class TextIndexingTests(ITestOutputHelper output) : TextTest
{
    [PostgresFact]
    public async Task What_is_written_about_pictures_becomes_vectors()
    {
        await Postgres.ExecuteAsync("""
            insert into images (content_sha256, byte_size, format, width, height, file_name, title, description, tags, persons, caption)
            values (sha256('a'), 1, 'jpeg', 1, 1, 'a.jpg', ' At the lake ', 'A long day', '{boat,summer}', '{Pat,Jack Frost}', 'Two people in a boat'),
                   (sha256('b'), 1, 'jpeg', 1, 1, 'b.jpg', null, null, '{car}', '{}', null),
                   (sha256('c'), 1, 'jpeg', 1, 1, 'c.jpg', ' ', '', '{}', '{}', null)
            """);

        Assert.Null(await DrainAsync(Start()));

        Assert.Equal((2, 2, 0), (await GoodAsync(), await CountAsync("text_vectors"), await CountAsync("pending_texts")));
        Assert.Equal(["search_document: At the lake\nboat, summer\nPat, Jack Frost\nA long day\nTwo people in a boat", "search_document: car"], Ollama.Texts.Where(static t => t.StartsWith("search", StringComparison.Ordinal)));
        Assert.Equal(2, await NearestAsync("an automobile", FakeModel.Nomic));
        Assert.Equal(1, await NearestAsync("a ship with Pat", FakeModel.Nomic));
        Assert.Equal("nomic-embed-text:latest 768 serving true", await Postgres.ScalarAsync<string>("select concat_ws(' ', model, dimension, state, text_generation_is_indexed(id)::text) from text_generations"));
    }

    [PostgresFact]
    public async Task Only_a_change_of_the_text_is_work_and_a_text_that_is_gone_takes_its_vector_along()
    {
        var process = Start();
        await DrainAsync(process);
        await AddAsync(3);
        Assert.Equal(3, await CountAsync("pending_texts"));
        await DrainAsync(process);

        await Postgres.ExecuteAsync("update images set rating = 5, file_name = 'x', title = title || ' ', tags = '{ }'");
        Assert.Equal(0, await CountAsync("pending_texts"));
        await Postgres.ExecuteAsync("update images set persons = '{Pat}' where id = 2");
        Assert.Equal(2, await Postgres.ScalarAsync<long>("select image_id from pending_texts"));
        await Postgres.ExecuteAsync("update images set title = null, persons = '{}' where id in (2, 3)");

        Assert.Equal((0, 1, 1), (await CountAsync("pending_texts"), await CountAsync("text_vectors"), await GoodAsync()));
        await Postgres.ExecuteAsync("delete from images");
        Assert.Equal(0, await CountAsync("text_vectors"));
    }

    [PostgresFact]
    public async Task A_text_that_is_edited_while_it_is_embedded_is_embedded_again()
    {
        await AddAsync(20);
        var process = Start();
        var edited = false;
        Ollama.Before = async () =>
        {
            if (!edited && Ollama.Count("/api/embed") == 2)
            {
                edited = true;
                await Postgres.ExecuteAsync("update images set title = 'a red cat' where id = 7; update images set title = null where id = 8");
            }
        };

        await DrainAsync(process);

        Assert.True(edited);
        Assert.Equal((19, 19, 0), (await GoodAsync(), await CountAsync("text_vectors"), await CountAsync("pending_texts")));
        Assert.Equal(7, await NearestAsync("kitten", FakeModel.Nomic));
    }

    [PostgresFact]
    public async Task A_vector_of_a_text_that_is_there_no_more_is_not_written_even_by_who_holds_the_lease()
    {
        await AddAsync(2);
        var process = Start();
        Ollama.Refused.Add("nothing");
        await process.Get<TextIndexing>().DrainAsync(None);
        await Postgres.ExecuteAsync("update images set title = 'before'");
        var pending = process.Get<PendingTexts>();
        var claims = await pending.ClaimAsync(1, 10, None);
        await Postgres.ExecuteAsync("alter table images disable trigger images_reowe_texts; update images set title = 'after' where id = 1");

        var vector = BagOfWords.Embed("before", FakeModel.Nomic);
        Assert.Equal(1, await pending.FinishAsync(1, [.. claims.Select(c => (c, (float[]?)vector))], None));

        Assert.Equal(1, await Postgres.ScalarAsync<long>("select image_id from pending_texts"));
        Assert.Equal(1, await GoodAsync());
    }

    [PostgresFact]
    public async Task Two_processes_share_the_work_and_do_nothing_twice()
    {
        await AddAsync(600);
        var (one, other) = (Start(), Start());
        await DrainAsync(one);
        await Postgres.ExecuteAsync("update images set title = 'edited' || id");

        var started = Stopwatch.GetTimestamp();
        await using (Run(one))
        await using (Run(other))
        {
            await EventuallyAsync(async () => await GoodAsync() == 600 && await CountAsync("pending_texts") == 0);
        }

        output.WriteLine($"600 texts in {Stopwatch.GetElapsedTime(started).TotalSeconds:0.0} s");
        Assert.Equal(600, Ollama.Texts.Count(static t => t.Contains("edited", StringComparison.Ordinal)));
    }

    [PostgresFact]
    public async Task What_a_dead_process_held_comes_back_and_is_not_begun_for_ever()
    {
        await AddAsync(1);
        var process = Start();
        Ollama.Trouble = OllamaTrouble.Busy;
        await DrainAsync(process);
        Ollama.Trouble = OllamaTrouble.None;
        await process.Get<TextGenerations>().WantAsync(new TextIdentity("m", "d", 768, "", "", 1), false, None);
        await process.Get<TextGenerations>().OweMissingAsync(1, None);
        for (var attempt = 1; attempt <= 5; attempt++)
        {
            var claim = Assert.Single(await process.Get<PendingTexts>().ClaimAsync(1, 10, None));
            Assert.Equal(attempt, claim.Attempts);
            Assert.Empty(await process.Get<PendingTexts>().ClaimAsync(1, 10, None));
            await Postgres.ExecuteAsync("update pending_texts set leased_until = now()");
        }

        Assert.Empty(await process.Get<PendingTexts>().ClaimAsync(1, 10, None));
        Assert.Equal("Embedding was begun 5 times and never finished.", await Postgres.ScalarAsync<string>("select reason from pending_texts where state = 'failed'"));
        Assert.Equal(1, await process.Get<OllamaFailures>().RetryAsync(OllamaTask.Texts, Failures.All, None));
        Assert.Single(await process.Get<PendingTexts>().ClaimAsync(1, 10, None));
    }

    [PostgresFact]
    public async Task Nothing_is_embedded_while_indexing_is_paused()
    {
        await AddAsync(3);
        await Postgres.ExecuteAsync("insert into library_switches (name) values ('indexing_paused')");
        var process = Start();

        await DrainAsync(process);
        Assert.Equal((0, 3), (await GoodAsync(), await CountAsync("pending_texts where attempts = 0")));
        await Postgres.ExecuteAsync("delete from library_switches");
        await DrainAsync(process);

        Assert.Equal(3, await GoodAsync());
    }

    [PostgresFact]
    public async Task Switched_off_it_is_not_asked_at_all()
    {
        await AddAsync(3);
        var process = Start(("Ollama:Enabled", "false"));

        await DrainAsync(process);
        await process.Get<TextIndexing>().RunAsync(None);
        var status = await process.Get<LibraryTexts>().StatusAsync(None);

        Assert.Empty(Ollama.Requests);
        Assert.Equal((3, "Ollama is switched off (Ollama:Enabled)."), (status.Waiting, status.Reason));
    }
}
