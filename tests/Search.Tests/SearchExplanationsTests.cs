using Microsoft.Extensions.Options;
using Photoseek.Embedding.Ollama;
using Photoseek.Search.Explanations;

namespace Photoseek.Search.Tests;

public sealed class SearchExplanationsTests
{
    [Fact]
    public void The_same_words_results_and_model_are_one_explanation_and_others_are_others()
    {
        var explanations = Of("llama3.2");

        var first = explanations.Ask("boat", [1, 2, 3, 4, 5, 6])!;

        Assert.Equal(first, explanations.Ask(" boat ", [1, 2, 3, 4, 5, 7]));
        Assert.NotEqual(first.Id, explanations.Ask("boats", [1, 2, 3, 4, 5])!.Id);
        Assert.NotEqual(first.Id, explanations.Ask("boat", [2, 1, 3, 4, 5])!.Id);
        Assert.NotEqual(first.Id, Of("mistral").Ask("boat", [1, 2, 3, 4, 5])!.Id);
        Assert.Equal(3, explanations.Waiting.Count);
    }

    [Fact]
    public void So_many_wait_and_one_more_goes_without()
    {
        var explanations = Of("llama3.2");

        var asked = Enumerable.Range(1, SearchExplanations.MostWaiting + 1).Select(image => explanations.Ask("boat", [image])).ToList();

        Assert.All(asked.SkipLast(1), static explanation => Assert.Equal(ExplanationState.Pending, explanation!.State));
        Assert.Null(asked[^1]);
        Assert.Null(explanations.Find("nobody's"));
    }

    [Fact]
    public void What_failed_is_asked_for_anew_and_what_is_there_is_not()
    {
        var explanations = Of("llama3.2");
        var id = explanations.Ask("boat", [1])!.Id;
        explanations.Settle(new Explanation(id, ExplanationState.Failed, null, "It was down."));

        Assert.Equal("It was down.", explanations.Find(id)!.Reason);
        Assert.Equal(ExplanationState.Pending, explanations.Ask("boat", [1])!.State);
        Assert.Equal(ExplanationState.Pending, explanations.Find(id)!.State);
        explanations.Settle(new Explanation(id, ExplanationState.Ready, "A boat."));
        Assert.Equal("A boat.", explanations.Ask("boat", [1])!.Text);
        Assert.Equal(2, explanations.Waiting.Count);
    }

    [Fact]
    public void Without_a_model_or_results_nothing_is_asked()
    {
        Assert.Null(Of("").Ask("boat", [1]));
        Assert.Null(Of("llama3.2").Ask("boat", []));
    }

    [Theory]
    [InlineData(" a\u0000b\r\nc ", "ab\nc")]
    [InlineData("\u0007", "")]
    public void What_is_no_text_is_taken_out(string said, string kept) => Assert.Equal(kept, ExplanationPrompt.Clean(said));

    [Fact]
    public void What_is_too_long_has_an_end()
    {
        Assert.Equal(1501, ExplanationPrompt.Clean(new string('x', 5000)).Length);
        var endless = new KnownPicture { Id = 1, Title = new string('t', 5000), Caption = new string('c', 50_000), Tags = [.. Enumerable.Repeat(new string('g', 500), 500)] };
        Assert.InRange(ExplanationPrompt.Write("boat", [.. Enumerable.Repeat(endless, 5)]).Length, 1000, 12_000);
    }

    private static SearchExplanations Of(string model) => new(Options.Create(new OllamaOptions { ExplanationModel = model }), TimeProvider.System);
}
