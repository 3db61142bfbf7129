namespace Photoseek.Testing.Ollama;

/// <summary>What the fake Ollama does instead of answering as it should.</summary>
public enum OllamaTrouble
{
    None,

    /// <summary>Says nothing for <see cref="FakeOllama.Silence"/>, then answers.</summary>
    Slow,

    /// <summary>Status 500 with an error.</summary>
    Failing,

    /// <summary>Status 503 with an error.</summary>
    Busy,

    /// <summary>Status 404 for every model.</summary>
    ModelMissing,

    /// <summary>Status 200 and half a JSON object.</summary>
    Malformed,

    /// <summary>Vectors that are one number short.</summary>
    WrongDimension,

    /// <summary>Vectors with a NaN written in.</summary>
    NaN,

    /// <summary>Vectors with a number that no float can hold.</summary>
    Endless,

    /// <summary>Vectors of zeros.</summary>
    Zeros,

    /// <summary>One vector too few.</summary>
    TooFew,

    /// <summary>The connection ends in the middle of the body.</summary>
    CutBody,

    /// <summary>Status 200 and a line with an error.</summary>
    ErrorUnder200,

    /// <summary>A web page under status 200.</summary>
    AnotherServer,

    /// <summary>Megabytes of spaces.</summary>
    Flood,
}
