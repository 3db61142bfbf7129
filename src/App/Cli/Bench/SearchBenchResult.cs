using Photoseek.Search;

namespace Photoseek.App.Cli.Bench;

/// <summary>What many searches took.</summary>
/// <param name="Path">How the last of them found its candidates.</param>
/// <param name="Requests">How many there were.</param>
/// <param name="PerSecond">Answers a second, all clients together.</param>
/// <param name="Stages">Milliseconds by stage, the total last: from the question (or its tick) to the answer.</param>
internal sealed record SearchBenchResult(SearchPath Path, int Requests, double PerSecond, IReadOnlyList<KeyValuePair<string, Samples>> Stages)
{
    public Samples Stage(string name) => Stages.First(stage => stage.Key == name).Value;

    public static SearchBenchResult Of(IReadOnlyList<(SearchAnswer Answer, double Milliseconds)> answers, double seconds)
    {
        (string Name, Func<SearchTimings, TimeSpan> Of)[] stages =
            [("tokenise", t => t.Tokenise), ("encode", t => t.Encode), ("scan", t => t.Scan), ("sql", t => t.Sql), ("fetch", t => t.Fetch)];
        return new SearchBenchResult(
            answers[^1].Answer.Path,
            answers.Count,
            answers.Count / seconds,
            [
                .. stages.Select(stage => KeyValuePair.Create(stage.Name, new Samples(answers.Select(a => stage.Of(a.Answer.Timings).TotalMilliseconds)))),
                KeyValuePair.Create("total", new Samples(answers.Select(a => a.Milliseconds))),
            ]);
    }
}
