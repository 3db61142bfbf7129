namespace Photoseek.Indexing.Pending;

/// <summary>A picture that is this worker's until the lease ends.</summary>
/// <param name="ImageId">The image.</param>
/// <param name="Lease">What proves it when finishing.</param>
/// <param name="Attempts">Claims so far, this one included.</param>
/// <param name="Sha256">Of its content.</param>
/// <param name="FileName">For the log.</param>
internal sealed record ClaimedPicture(long ImageId, Guid Lease, int Attempts, byte[] Sha256, string FileName);
