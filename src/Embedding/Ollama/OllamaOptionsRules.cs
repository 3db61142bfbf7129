using Microsoft.Extensions.Options;

namespace Photoseek.Embedding.Ollama;

/// <summary>What annotations cannot say.</summary>
internal sealed class OllamaOptionsRules : IValidateOptions<OllamaOptions>
{
    public ValidateOptionsResult Validate(string? name, OllamaOptions options) =>
        options.Address is { IsAbsoluteUri: true } address && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps)
            && address is { Query: "", Fragment: "" }
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail("Ollama:Address must be like http://127.0.0.1:11434.");
}
