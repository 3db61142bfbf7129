using System.Security.Cryptography;
using System.Text;

namespace Photoseek.Testing.Ollama;

/// <summary>A model that the fake Ollama has.</summary>
/// <param name="Name">With its tag.</param>
/// <param name="Dimension">Of its vectors; 0 for one that describes pictures.</param>
/// <param name="Edition">Another one is another digest and other vectors under the same name.</param>
public sealed record FakeModel(string Name, int Dimension, int Edition = 1)
{
    public static readonly FakeModel Nomic = new("nomic-embed-text:latest", 768);

    public static readonly FakeModel Mini = new("all-minilm:latest", 384);

    public static readonly FakeModel Llava = new("llava:latest", 0);

    public string Digest => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{Name} {Edition}")));
}
