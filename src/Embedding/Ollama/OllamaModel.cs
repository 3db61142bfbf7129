namespace Photoseek.Embedding.Ollama;

/// <summary>A model that Ollama has.</summary>
/// <param name="Name">With its tag, as "nomic-embed-text:latest".</param>
/// <param name="Digest">64 hexadecimal digits: what lies under the name now.</param>
/// <param name="Size">Bytes.</param>
public sealed record OllamaModel(string Name, string Digest, long Size)
{
    /// <summary>The name with the tag that is meant where none is written.</summary>
    public static string FullName(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name.LastIndexOf(':') > name.LastIndexOf('/') ? name : name + ":latest";
    }

    /// <summary>Whether a configured name means this model.</summary>
    public bool IsCalled(string name) => string.Equals(FullName(name), FullName(Name), StringComparison.OrdinalIgnoreCase);
}
