namespace Photoseek.Embedding.Ollama;

/// <summary>What went wrong with Ollama.</summary>
public enum OllamaFault
{
    /// <summary>Nobody answers at the address.</summary>
    NotReachable,

    /// <summary>No answer within the deadline.</summary>
    TooSlow,

    /// <summary>It has more to do than it takes on (503).</summary>
    Busy,

    /// <summary>It does not have the model (404).</summary>
    ModelMissing,

    /// <summary>It refuses what it was given (400): a text, a picture, or a model that cannot do this at all.</summary>
    BadInput,

    /// <summary>It answered something that cannot be used: no JSON, too few vectors, other widths, numbers that are none.</summary>
    BadAnswer,

    /// <summary>It failed and says so.</summary>
    Failed,
}
