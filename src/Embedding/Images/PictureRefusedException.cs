namespace Photoseek.Embedding.Images;

/// <summary>A picture that cannot be used, with a sentence for the person who sent it.</summary>
public sealed class PictureRefusedException(RefusalReason reason, string message) : Exception(message)
{
    /// <summary>The kind of refusal.</summary>
    public RefusalReason Reason { get; } = reason;
}
