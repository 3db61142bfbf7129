namespace Photoseek.App.Http;

/// <summary>A request that cannot be served as it is; found while it is read.</summary>
internal sealed class RequestRefusedException(ProblemKind kind, string message, Exception? inner = null) : Exception(message, inner)
{
    public ProblemKind Kind { get; } = kind;

    /// <summary>Wrong fields with their sentences, where the refusal is about fields.</summary>
    public IReadOnlyDictionary<string, string> Errors { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);
}
