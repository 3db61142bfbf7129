namespace Photoseek.Indexing.Jobs;

/// <summary>A picture that was given up.</summary>
/// <param name="Id">The image.</param>
/// <param name="FileName">What it is called.</param>
/// <param name="Sha256">Of its content, in hexadecimal.</param>
/// <param name="Reason">Why, in full.</param>
/// <param name="HasThumbnail">Whether there is something to show of it.</param>
public sealed record FailedPicture(long Id, string FileName, string Sha256, string Reason, bool HasThumbnail);
