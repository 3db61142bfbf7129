using Microsoft.Extensions.Options;
using Npgsql;
using Photoseek.Search.Language;
using Photoseek.Search.Queries;
using Photoseek.Search.Tests.Texts;
using Photoseek.Testing;
using Photoseek.Testing.Ollama;

namespace Photoseek.Search.Tests;

/// <summary>Searches by vectors, words and what is written, with an Ollama that is there, in trouble or gone.</summary>
public sealed class ThreeLegsTests : IAsyncLifetime
{
    private static readonly SearchRequest Request = new() { Text = "automobile", TopK = DemoModel.Count };
    private static readonly SearchOptions Patient = new() { Cutoff = 0, CopyLikeness = 0, TextDeadline = TimeSpan.FromSeconds(20), WordDeadline = TimeSpan.FromSeconds(20) };
    private readonly DemoModel _demo = new();
    private readonly FakeOllama _ollama = new();

    public async Task InitializeAsync()
    {
        if (new PostgresFactAttribute().Skip is not null)
        {
            return;
        }

        await _demo.InitializeAsync();
        await _demo.Postgres.ExecuteAsync("update images set title = 'number ' || id; update images set title = 'grandfather and his car' where id = 7");
        await _demo.Postgres.ExecuteAsync("update images set caption = 'a parked automobile, the plate says WOB', caption_by = 'person' where id = 9");
        await TextVectors.ServeAsync(_demo.Postgres.DataSource, FakeModel.Nomic);
    }

    public async Task DisposeAsync()
    {
        await _ollama.DisposeAsync();
        await ((IAsyncLifetime)_demo).DisposeAsync();
        _demo.Dispose();
    }

    [PostgresFact]
    public async Task Each_hit_says_by_what_it_was_found()
    {
        var answer = await _demo.Search(Patient, _ollama.Address).SearchAsync(Request, CancellationToken.None);

        Assert.Empty(answer.LeftOut);
        Assert.Equal([9, 7], answer.Hits.Take(2).Select(static hit => hit.Id));
        Assert.Equal([(true, true, true), (true, false, true)], answer.Hits.Take(2).Select(static hit => (hit.ByVector, hit.ByWords, hit.ByText)));
        Assert.All(answer.Hits.Skip(2), static hit => Assert.Equal((true, false, false), (hit.ByVector, hit.ByWords, hit.ByText)));
    }

    /// <summary>What a caption says is in the picture finds it, by its words and by what they mean.</summary>
    [PostgresFact]
    public async Task Text_inside_pictures_is_found()
    {
        var search = _demo.Search(Patient, _ollama.Address);

        var hit = (await search.SearchAsync(new SearchRequest { Text = "WOB" }, CancellationToken.None)).Hits[0];
        var quoted = (await search.SearchAsync(new SearchRequest { Text = "\"wob\"" }, CancellationToken.None)).Hits;

        Assert.Equal((9, true, true), (hit.Id, hit.ByWords, hit.ByText));
        Assert.Equal([9], quoted.Select(static h => h.Id));
    }

    [PostgresTheory]
    [InlineData(OllamaTrouble.Slow)]
    [InlineData(OllamaTrouble.Failing)]
    [InlineData(OllamaTrouble.Malformed)]
    [InlineData(OllamaTrouble.WrongDimension)]
    [InlineData(OllamaTrouble.NaN)]
    [InlineData(OllamaTrouble.CutBody)]
    public async Task In_trouble_the_others_answer_it_is_said_and_nothing_is_kept(OllamaTrouble trouble)
    {
        var search = _demo.Search(Patient, _ollama.Address, TimeSpan.FromMilliseconds(400));
        var without = await _demo.Search(Patient).SearchAsync(Request, CancellationToken.None);
        _ollama.Trouble = trouble;

        var answer = await search.SearchAsync(Request, CancellationToken.None);
        var again = await search.SearchAsync(Request, CancellationToken.None);

        Assert.Equal(without.Hits, answer.Hits);
        Assert.Equal([SearchLeg.Texts], answer.LeftOut.Select(static left => left.Leg));
        Assert.NotEmpty(answer.LeftOut[0].Reason);
        Assert.Equal((false, 1), (again.Cached, again.LeftOut.Count));

        _ollama.Trouble = OllamaTrouble.None;
        await Eventually.TrueAsync(async () => (await search.SearchAsync(Request, CancellationToken.None)).LeftOut.Count == 0, TimeSpan.FromMinutes(1), "the texts do not come back");
        var whole = await search.SearchAsync(Request, CancellationToken.None);
        Assert.True(whole.Cached);
        Assert.Equal([9, 7], whole.Hits.Take(2).Select(static hit => hit.Id));
    }

    [PostgresFact]
    public async Task Turned_off_it_is_left_out_and_comes_back_by_itself()
    {
        var search = _demo.Search(Patient, _ollama.Address);
        _ollama.TurnOff();

        var answer = await search.SearchAsync(Request, CancellationToken.None);

        Assert.StartsWith("Ollama is not reachable", Assert.Single(answer.LeftOut).Reason, StringComparison.Ordinal);
        Assert.Equal(DemoModel.Count, answer.Hits.Count);
        _ollama.TurnOn();
        await Eventually.TrueAsync(async () => (await search.SearchAsync(Request, CancellationToken.None)).LeftOut.Count == 0, TimeSpan.FromMinutes(1), "the texts do not come back");
    }

    /// <summary>Half of the texts have no vectors yet: they are found by their words meanwhile.</summary>
    [PostgresFact]
    public async Task A_generation_that_is_half_built_gives_what_it_has()
    {
        await TextVectors.ServeAsync(_demo.Postgres.DataSource, FakeModel.Mini, every: 7);

        var answer = await _demo.Search(Patient, _ollama.Address).SearchAsync(Request, CancellationToken.None);

        Assert.Empty(answer.LeftOut);
        Assert.Equal((true, false), (answer.Hits.Single(static h => h.Id == 7).ByText, answer.Hits.Single(static h => h.Id == 9).ByText));
        Assert.True(answer.Hits.Single(static h => h.Id == 9).ByWords);
    }

    [PostgresFact]
    public async Task Without_Ollama_nothing_is_asked_and_nothing_is_missed()
    {
        var answer = await _demo.Search(Patient).SearchAsync(Request, CancellationToken.None);
        var unweighed = await _demo.Search(new SearchOptions { Cutoff = 0, CopyLikeness = 0, TextWeight = 0, WordDeadline = Patient.WordDeadline }, _ollama.Address).SearchAsync(Request, CancellationToken.None);

        Assert.Empty(answer.LeftOut);
        Assert.DoesNotContain(answer.Hits, static hit => hit.ByText);
        Assert.Equal(answer.Hits, unweighed.Hits);
        Assert.Empty(_ollama.Requests);
    }

    /// <summary>The database that is given here cannot be opened.</summary>
    [Fact]
    public async Task Before_the_first_text_vector_not_even_a_connection_is_opened()
    {
        await using var closed = NpgsqlDataSource.Create("Host=127.0.0.1;Port=1");
        await closed.DisposeAsync();
        var leg = TextLegs.Of(closed, Options.Create(new SearchOptions()), _ollama.Address);

        var matches = await leg.RunAsync(Request, QueryParser.Parse("automobile"), null, CancellationToken.None);

        Assert.Equal(TextLegState.Unused, matches.State);
        Assert.Empty(_ollama.Requests);
    }
}
