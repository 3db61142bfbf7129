using System.Diagnostics;
using Photoseek.Search.Queries;
using Photoseek.Testing;
using Photoseek.Testing.Ollama;
using Xunit.Abstractions;

namespace Photoseek.Search.Tests.Texts;

/// <summary>The leg of a search that compares what is written by its meaning.</summary>
public sealed class TextLegTests(ITestOutputHelper output) : IAsyncLifetime
{
    private static readonly string[] Titles =
        ["a red automobile", "two dogs on the beach", "a puppy at the seaside", "christmas tree", "boat at dusk", "", "a boat and a beach umbrella"];

    private TextLibrary _library = null!;

    public async Task InitializeAsync()
    {
        if (new PostgresFactAttribute().Skip is null)
        {
            _library = await TextLibrary.OpenAsync(Titles);
            await _library.ServeAsync(FakeModel.Nomic);
        }
    }

    public async Task DisposeAsync()
    {
        if (_library is not null)
        {
            await _library.DisposeAsync();
        }
    }

    [PostgresTheory]
    [InlineData("car", "1")]
    [InlineData("ship at sunset", "5,7")]
    [InlineData("dog", "3,2")]
    [InlineData("dog project:even", "2")]
    [InlineData("xmas", "4")]
    public async Task Texts_are_found_by_what_they_mean(string typed, string first)
    {
        var (state, found, _) = await _library.FindAsync(typed);

        Assert.Equal(TextLegState.Answered, state);
        Assert.StartsWith(first, found, StringComparison.Ordinal);
    }

    [PostgresFact]
    public async Task Terms_are_weighed_and_negative_ones_push_away()
    {
        var (_, with, _) = await _library.FindAsync("boat");
        var (_, without, _) = await _library.FindAsync("boat -umbrella");
        var (_, more, _) = await _library.FindAsync("christmas + 3:boat");
        var (_, less, _) = await _library.FindAsync("3:christmas + boat");

        Assert.Equal(["5", "7"], with.Split(',').Take(2).Order(StringComparer.Ordinal));
        Assert.StartsWith("5", without, StringComparison.Ordinal);
        Assert.DoesNotContain("7", without, StringComparison.Ordinal);
        Assert.Equal(["5", "7"], more.Split(',').Take(2).Order(StringComparer.Ordinal));
        Assert.StartsWith("4", less, StringComparison.Ordinal);
    }

    [PostgresTheory]
    [InlineData("")]
    [InlineData("-umbrella")]
    [InlineData("project:even")]
    public async Task Nothing_is_asked_where_nothing_is_looked_for(string typed)
    {
        Assert.Equal(TextLegState.Empty, (await _library.AskAsync(typed)).State);
        Assert.Empty(_library.Ollama.Requests);
    }

    [PostgresFact]
    public async Task Queries_carry_their_prefix_and_are_asked_once()
    {
        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => _library.AskAsync("red car")));
        await _library.AskAsync("red car");

        Assert.Equal(["search_query: red car"], _library.Ollama.Texts);
    }

    [PostgresFact]
    public async Task A_filter_that_leaves_nothing_is_empty_and_not_a_failure() =>
        Assert.Equal((TextLegState.Empty, "", null), await _library.FindAsync("boat project:none"));

    [PostgresFact]
    public async Task Before_anything_was_embedded_nobody_is_asked()
    {
        await using var empty = await TextLibrary.OpenAsync(["a"]);

        Assert.Equal((TextLegState.Unused, "", null), await empty.FindAsync("a"));
        Assert.Empty(empty.Ollama.Requests);
    }

    [PostgresFact]
    public async Task Switched_off_nobody_is_asked()
    {
        await using var off = await TextLibrary.OpenAsync(["a"], null, ("Ollama:Enabled", "false"));
        await off.ServeAsync(FakeModel.Nomic);

        Assert.Equal((TextLegState.Unused, "", null), await off.FindAsync("a"));
        Assert.Empty(off.Ollama.Requests);
    }

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
    public async Task In_trouble_it_is_left_out_with_a_reason_and_costs_the_next_search_nothing(OllamaTrouble trouble)
    {
        Assert.Equal(TextLegState.Answered, (await _library.AskAsync("boat")).State);
        _library.Ollama.Trouble = trouble;

        var started = Stopwatch.GetTimestamp();
        var first = await _library.AskAsync("car");
        var firstTook = Stopwatch.GetElapsedTime(started);
        var asked = _library.Ollama.Count("/api/embed");
        started = Stopwatch.GetTimestamp();
        var next = await Task.WhenAll(Enumerable.Range(0, 20).Select(n => _library.AskAsync($"dog {n}")));
        var nextTook = Stopwatch.GetElapsedTime(started) / 20;
        started = Stopwatch.GetTimestamp();
        var known = await _library.AskAsync("boat");
        output.WriteLine($"{trouble}: first search {firstTook.TotalMilliseconds:0} ms, the next 20 {nextTook.TotalMilliseconds:0.0} ms each, a known one {Stopwatch.GetElapsedTime(started).TotalMilliseconds:0.0} ms: {first.Reason}");

        Assert.Equal(TextLegState.Unavailable, first.State);
        Assert.NotNull(first.Reason);
        Assert.All(next, static n => Assert.True(n is { State: TextLegState.Unavailable, Reason: not null }));
        Assert.Equal(asked, _library.Ollama.Count("/api/embed"));
        Assert.Equal(TextLegState.Answered, known.State);
    }

    [PostgresFact]
    public async Task Turned_off_it_is_left_out_and_comes_back_by_itself()
    {
        _library.Ollama.TurnOff();
        var started = Stopwatch.GetTimestamp();
        var first = await _library.AskAsync("car");
        output.WriteLine($"Off: first search {Stopwatch.GetElapsedTime(started).TotalMilliseconds:0} ms: {first.Reason}");
        Assert.StartsWith("Ollama is not reachable at http://127.0.0.1:", first.Reason, StringComparison.Ordinal);

        _library.Ollama.TurnOn();

        await Eventually.TrueAsync(async () => (await _library.AskAsync("car")).State == TextLegState.Answered, TimeSpan.FromMinutes(1), "it does not come back");
        Assert.Null(_library.Embedder.Broken);
    }

    [PostgresFact]
    public async Task A_model_that_is_slow_to_load_is_there_for_a_later_search()
    {
        await using var hasty = await TextLibrary.OpenAsync(Titles, null, ("Ollama:QueryDeadline", "00:00:00.4"));
        await hasty.ServeAsync(FakeModel.Nomic);
        (hasty.Ollama.Trouble, hasty.Ollama.Silence) = (OllamaTrouble.Slow, TimeSpan.FromSeconds(1));

        Assert.Equal("Ollama did not answer within 400 ms.", (await hasty.AskAsync("car")).Reason);

        await Eventually.TrueAsync(async () => (await hasty.AskAsync("car")).State == TextLegState.Answered, TimeSpan.FromMinutes(1), "it never loads");
        Assert.Single(hasty.Ollama.Texts);
    }

    [PostgresFact]
    public async Task Words_that_are_refused_break_nothing_for_others()
    {
        _library.Ollama.Refused.Add("bad");

        Assert.Equal("Ollama refuses what it was given: failed to encode response: json: unsupported value: NaN.", (await _library.AskAsync("bad")).Reason);
        Assert.Equal(TextLegState.Answered, (await _library.AskAsync("car")).State);
    }

    [PostgresFact]
    public async Task A_model_that_was_replaced_is_not_asked_for_vectors_of_the_other()
    {
        _library.Ollama.Models = [FakeModel.Nomic with { Edition = 2 }];

        var (state, _, reason) = await _library.FindAsync("car");

        Assert.Equal((TextLegState.Unavailable, "The model nomic-embed-text:latest was replaced in Ollama: pictures' texts have to be embedded again first."), (state, reason));
    }

    [PostgresFact]
    public async Task Who_searches_when_another_generation_serves_gets_the_vector_of_its_model()
    {
        await _library.AskAsync("car");
        await _library.ServeAsync(FakeModel.Mini);

        Assert.StartsWith("1", (await _library.FindAsync("car")).Found, StringComparison.Ordinal);
        Assert.Contains("all-minilm", _library.Ollama.Requests.Last(static r => r.Path == "/api/embed").Body, StringComparison.Ordinal);
    }
}
