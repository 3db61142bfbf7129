using Photoseek.Indexing.Jobs;
using Photoseek.Indexing.Texts;

namespace Photoseek.App.Pages;

/// <summary>A list of what was given up.</summary>
/// <param name="Id">Of its heading.</param>
/// <param name="Title">Its heading.</param>
/// <param name="Of">What Ollama was wanted for; null for pictures.</param>
/// <param name="Groups">By reason.</param>
public sealed record AdminFailures(string Id, string Title, OllamaTask? Of, IReadOnlyList<FailureGroup> Groups)
{
    public bool HasFailed => Groups.Any(static group => group.State == "failed");
}
