namespace Photoseek.Indexing.Texts;

/// <summary>A text that is this worker's until the lease ends.</summary>
/// <param name="ImageId">The picture that it is about.</param>
/// <param name="Lease">What proves it when finishing.</param>
/// <param name="Attempts">Claims so far, this one included.</param>
/// <param name="Text">Empty where the picture has none by now.</param>
/// <param name="Sha256">Of the text.</param>
internal sealed record ClaimedText(long ImageId, Guid Lease, int Attempts, string Text, byte[] Sha256);
