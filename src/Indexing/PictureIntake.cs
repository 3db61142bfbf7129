namespace Photoseek.Indexing;

/// <summary>Takes pictures in: streamed to the store and hashed on the way, checked, recorded with their work in one transaction.</summary>
public sealed class PictureIntake
{
    /// <summary>Takes one picture in. Never throws for a bad picture: that is <see cref="IntakeStatus.Refused"/>.</summary>
    /// <param name="content">Read once, to its end or to the size limit; need not be seekable.</param>
    /// <param name="picture">What came with it.</param>
    /// <param name="cancellationToken">Leaves nothing half-kept.</param>
    public Task<IntakeResult> AcceptAsync(Stream content, IncomingPicture picture, CancellationToken cancellationToken) =>
        throw new NotSupportedException();
}
