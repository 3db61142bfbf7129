using System.Security.Cryptography;
using System.Text;
using Photoseek.Embedding.Ollama;

namespace Photoseek.Indexing.Captions;

/// <summary>What a caption is made with, beside the picture: another recipe makes other captions.</summary>
internal sealed record CaptionRecipe(string Model, string Digest, byte[] PromptSha256)
{
    public static CaptionRecipe Of(OllamaModel model, OllamaOptions options) =>
        new(model.Name, model.Digest, SHA256.HashData(Encoding.UTF8.GetBytes($"{options.CaptionTokens} {options.CaptionPrompt}")));
}
