using Photoseek.Embedding.Ollama;

namespace Photoseek.Indexing.Texts;

/// <summary>What tells one way of making vectors of texts from another: vectors of two are never compared.</summary>
/// <param name="Model">As Ollama calls it.</param>
/// <param name="Digest">What lay under that name.</param>
/// <param name="Dimension">Width of the vectors.</param>
/// <param name="DocumentPrefix">Put before what is stored.</param>
/// <param name="QueryPrefix">Put before what is looked for.</param>
/// <param name="TextVersion">Of the SQL function picture_text.</param>
internal sealed record TextIdentity(string Model, string Digest, int Dimension, string DocumentPrefix, string QueryPrefix, int TextVersion)
{
    /// <summary>How pictures' texts are joined now.</summary>
    public const int CurrentTextVersion = 1;

    /// <summary>All of it in one line.</summary>
    public string Line => string.Join('|', [Model, Digest, $"{Dimension}", DocumentPrefix, QueryPrefix, $"{TextVersion}"]);

    public static TextIdentity Of(OllamaModel model, int dimension, TextPrefixes prefixes) =>
        new(model.Name, model.Digest, dimension, prefixes.Document, prefixes.Query, CurrentTextVersion);
}
