using Photoseek.Embedding.Ollama;

namespace Photoseek.Indexing.Texts;

/// <summary>A text generation that is owed every picture with a text.</summary>
internal sealed record TextGeneration(int Id, TextIdentity Identity, bool Serving, bool Indexed)
{
    /// <summary>Whether Ollama has its model, the very same one.</summary>
    public bool IsAmong(IReadOnlyList<OllamaModel> models) => models.Any(m => m.IsCalled(Identity.Model) && m.Digest == Identity.Digest);
}
