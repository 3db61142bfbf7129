namespace Photoseek.Embedding.Ollama;

/// <summary>The bodies of the four endpoints that are used, as far as they are used.</summary>
internal static class OllamaBodies
{
    /// <summary>Every answer may say an error instead, under status 200 too.</summary>
    internal interface IAnswer
    {
        public string? Error { get; }
    }

    internal sealed record EmbedAsk(string Model, IReadOnlyList<string> Input, bool Truncate, string KeepAlive);

    internal sealed record EmbedAnswer(float[]?[]? Embeddings, string? Error) : IAnswer;

    internal sealed record GenerateAsk(string Model, string Prompt, bool Stream, IReadOnlyList<string>? Images, bool Think, string KeepAlive, GenerateLimits Options);

    internal sealed record GenerateLimits(double Temperature, int NumPredict);

    internal sealed record GenerateAnswer(string? Response, bool? Done, string? Error) : IAnswer;

    internal sealed record TagsAnswer(IReadOnlyList<TagsModel?>? Models, string? Error) : IAnswer;

    internal sealed record TagsModel(string? Name, string? Digest, long? Size);

    internal sealed record VersionAnswer(string? Version, string? Error) : IAnswer;

    internal sealed record ErrorAnswer(string? Error) : IAnswer;
}
