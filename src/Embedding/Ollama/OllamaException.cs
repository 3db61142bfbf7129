namespace Photoseek.Embedding.Ollama;

/// <summary>Ollama did not do what was asked. The message is a sentence for people that says what to do about it.</summary>
public sealed class OllamaException(OllamaFault fault, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>What went wrong.</summary>
    public OllamaFault Fault => fault;

    /// <summary>
    /// Whether the texts or pictures may have to do with it. Otherwise it is Ollama's affair alone, and they wait until it
    /// is as it should be.
    /// </summary>
    public bool MayBeTheInput => fault is OllamaFault.BadInput or OllamaFault.BadAnswer or OllamaFault.Failed;
}
