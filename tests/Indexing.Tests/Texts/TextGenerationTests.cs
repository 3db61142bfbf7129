using Photoseek.Indexing.Texts;
using Photoseek.Testing;
using Photoseek.Testing.Ollama;

namespace Photoseek.Indexing.Tests.Texts;

/// <summary>The text model changes without a gap.</summary>
public sealed class TextGenerationTests : TextTest
{
    [PostgresFact]
    public async Task Another_model_is_built_beside_the_one_that_serves_and_takes_its_place_when_it_is_complete()
    {
        await AddAsync(30);
        await DrainAsync(Start());
        Ollama.Before = async () =>
        {
            // While the other is built, what was complete serves.
            Assert.Equal("nomic-embed-text:latest", await Postgres.ScalarAsync<string>("select model from text_generations where state = 'serving'"));
            Assert.Equal(30, await GoodAsync());
        };

        Assert.Null(await DrainAsync(Start(("Ollama:TextModel", "all-minilm"))));

        Assert.Equal("2 all-minilm:latest serving true, 1 nomic-embed-text:latest retired true", await GenerationsAsync());
        Assert.Equal((30, 60), (await GoodAsync(), await CountAsync("text_vectors")));
        Assert.Equal(4, await NearestAsync("number4", FakeModel.Mini));
    }

    [PostgresFact]
    public async Task Going_back_is_at_once_brings_what_changed_and_is_not_undone_by_a_restart()
    {
        await AddAsync(10);
        await DrainAsync(Start());
        await DrainAsync(Start(("Ollama:TextModel", "all-minilm")));
        await Postgres.ExecuteAsync("update images set title = 'a cat' where id = 3; update images set title = null where id = 4");
        await AddAsync(1, first: 11);
        var process = Start(("Ollama:TextModel", "all-minilm"));

        Assert.True(await process.Get<LibraryTexts>().RollBackAsync(None));
        Assert.Equal(2, await CountAsync("pending_texts where generation_id = 1"));
        await DrainAsync(process);

        Assert.Equal("2 all-minilm:latest retired true, 1 nomic-embed-text:latest serving true", await GenerationsAsync());
        Assert.Equal(10, await GoodAsync());
        Assert.Equal(3, await NearestAsync("kitten", FakeModel.Nomic));
        Assert.Equal(DropOutcome.Serving, await process.Get<LibraryTexts>().DropAsync(1, None));
        Assert.Equal(DropOutcome.Dropped, await process.Get<LibraryTexts>().DropAsync(2, None));
        await DrainAsync(process);
        Assert.Equal("1 nomic-embed-text:latest serving true", await GenerationsAsync());
        Assert.False(await process.Get<LibraryTexts>().RollBackAsync(None));
    }

    [PostgresFact]
    public async Task What_is_pulled_anew_under_the_same_name_is_another_generation_and_serves_as_the_old_one_cannot_be_asked()
    {
        await AddAsync(30);
        var process = Start();
        await DrainAsync(process);
        var anew = FakeModel.Nomic with { Edition = 2 };
        Ollama.Models = [anew];

        await DrainAsync(Start());

        Assert.Equal("2 nomic-embed-text:latest serving true, 1 nomic-embed-text:latest retired true", await GenerationsAsync());
        Assert.Equal(30, await GoodAsync());
        Assert.Equal(4, await NearestAsync("number4", anew));
    }

    [PostgresFact]
    public async Task Nothing_of_a_model_that_is_replaced_while_it_works_gets_among_the_vectors_of_the_other()
    {
        await AddAsync(30);
        var process = Start();
        await DrainAsync(process);
        await Postgres.ExecuteAsync("update images set title = 'a cat ' || id");
        Ollama.Before = () =>
        {
            Ollama.Models = [FakeModel.Nomic with { Edition = 2 }];
            return Task.CompletedTask;
        };

        Assert.StartsWith("The model nomic-embed-text:latest was replaced in Ollama", await DrainAsync(process), StringComparison.Ordinal);
        Assert.Equal(30, await CountAsync("text_vectors where generation_id = 1 and created_at < (select max(owed_at) from pending_texts)"));
        Assert.Equal(30, await CountAsync("pending_texts where attempts = 0 and generation_id = 1"));
        Assert.Null(await DrainAsync(process));

        Assert.Equal(30, await GoodAsync());
        Assert.Equal(9, await NearestAsync("cat 9", FakeModel.Nomic with { Edition = 2 }));
    }

    [PostgresFact]
    public async Task Other_prefixes_are_another_generation()
    {
        await AddAsync(3);
        await DrainAsync(Start());

        await DrainAsync(Start(("Ollama:DocumentPrefix", "passage: ")));

        Assert.Equal("2 nomic-embed-text:latest serving true, 1 nomic-embed-text:latest retired true", await GenerationsAsync());
        Assert.Contains("passage: number1 dog", Ollama.Texts);
    }

    [PostgresFact]
    public async Task A_generation_in_which_much_has_failed_waits_for_a_person()
    {
        await AddAsync(20);
        await DrainAsync(Start());
        Ollama.Refused.Add("number3 dog");
        var process = Start(("Ollama:TextModel", "all-minilm"));

        await DrainAsync(process);
        Assert.Equal("2 all-minilm:latest building true, 1 nomic-embed-text:latest serving true", await GenerationsAsync());
        Assert.Equal(FlipOutcome.Flipped, await process.Get<LibraryTexts>().FlipAsync(2, None));

        Assert.Equal(19, await GoodAsync());
    }

    [PostgresFact]
    public async Task Two_processes_that_begin_at_once_make_one_generation()
    {
        await AddAsync(50);

        await Task.WhenAll(Enumerable.Range(0, 4).Select(async _ => await DrainAsync(Start())));
        await DrainAsync(Start());

        Assert.Equal("1 nomic-embed-text:latest serving true", await GenerationsAsync());
        Assert.Equal(50, await GoodAsync());
    }

    [PostgresFact]
    public async Task Edits_at_the_very_moment_in_which_a_generation_is_opened_are_not_forgotten()
    {
        await AddAsync(200);
        var process = Start();
        var editing = Task.Run(async () =>
        {
            for (var edit = 1; edit <= 300; edit++)
            {
                await Postgres.ExecuteAsync($"update images set title = 'edit {edit}' where id = {1 + (edit % 200)}");
            }
        });
        await using (Run(process))
        {
            await editing;
            await EventuallyAsync(async () => await GoodAsync() == 200 && await CountAsync("pending_texts") == 0);
        }
    }

    private async Task<string?> GenerationsAsync() => await Postgres.ScalarAsync<string>(
        "select string_agg(concat_ws(' ', id, model, state, text_generation_is_indexed(id)::text), ', ' order by id desc) from text_generations");
}
