namespace Photoseek.Embedding.Ollama;

/// <summary>How Ollama stands.</summary>
/// <param name="Enabled">Whether it is asked at all.</param>
/// <param name="Address">Where it should be.</param>
/// <param name="Reachable">Whether it answers there.</param>
/// <param name="Version">What it says it is.</param>
/// <param name="Warning">What is known against that version.</param>
/// <param name="Models">What it has, with tags.</param>
/// <param name="Trouble">Why it cannot be worked with, and what to do about it; null when it can.</param>
public sealed record OllamaState(
    bool Enabled, string Address, bool Reachable, string? Version, string? Warning, IReadOnlyList<string> Models, string? Trouble);
