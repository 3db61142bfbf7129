using System.Text.Json.Serialization;

namespace Photoseek.Embedding.Ollama;

/// <summary>How the bodies are written.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(OllamaBodies.EmbedAsk))]
[JsonSerializable(typeof(OllamaBodies.EmbedAnswer))]
[JsonSerializable(typeof(OllamaBodies.GenerateAsk))]
[JsonSerializable(typeof(OllamaBodies.GenerateAnswer))]
[JsonSerializable(typeof(OllamaBodies.TagsAnswer))]
[JsonSerializable(typeof(OllamaBodies.VersionAnswer))]
[JsonSerializable(typeof(OllamaBodies.ErrorAnswer))]
internal sealed partial class OllamaJson : JsonSerializerContext;
