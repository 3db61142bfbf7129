namespace Photoseek.Indexing.Captions;

/// <summary>A picture that is this worker's to describe until the lease ends.</summary>
/// <param name="ImageId">The picture.</param>
/// <param name="Lease">What proves it when finishing.</param>
/// <param name="Attempts">Claims so far, this one included.</param>
/// <param name="Sha256">Of its content.</param>
/// <param name="Known">What was made of the same content by the same recipe before; null: nothing.</param>
internal sealed record ClaimedCaption(long ImageId, Guid Lease, int Attempts, byte[] Sha256, string? Known);
