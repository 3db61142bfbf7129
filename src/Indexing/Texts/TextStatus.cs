using Photoseek.Embedding.Ollama;

namespace Photoseek.Indexing.Texts;

/// <summary>How it stands with everything that is done with Ollama.</summary>
/// <param name="Ollama">Ollama itself.</param>
/// <param name="Model">The text model that is searched with; null before the first.</param>
/// <param name="Indexed">Pictures whose text can be searched by meaning.</param>
/// <param name="Waiting">Pictures whose text waits for its vector.</param>
/// <param name="Failed">Pictures whose text was given up.</param>
/// <param name="Reason">What the waiting ones wait for, if that is known; a sentence that says what to do.</param>
/// <param name="Generations">Newest first.</param>
public sealed record TextStatus(
    OllamaState Ollama, string? Model, long Indexed, long Waiting, long Failed, string? Reason, IReadOnlyList<TextGenerationStatus> Generations);
