namespace Photoseek.Indexing.Texts;

/// <summary>What Ollama is wanted for.</summary>
public enum OllamaTask
{
    /// <summary>Vectors of what is written about pictures.</summary>
    Texts,

    /// <summary>Descriptions of pictures.</summary>
    Captions,
}
