namespace Photoseek.Indexing;

/// <summary>What is in the library: states, metadata and bytes.</summary>
public sealed class PictureLibrary
{
    /// <summary>Counts by state.</summary>
    public Task<LibraryStatus> StatusAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    /// <summary>One image; null when there is none of that id.</summary>
    public Task<PictureDetails?> FindAsync(long id, CancellationToken cancellationToken) => throw new NotSupportedException();

    /// <summary>The newest images that are pending or failed, at most <paramref name="count"/>.</summary>
    public Task<IReadOnlyList<PictureDetails>> UnfinishedAsync(int count, CancellationToken cancellationToken) => throw new NotSupportedException();

    /// <summary>The images that came last, newest first, after <paramref name="offset"/> of them.</summary>
    public Task<IReadOnlyList<PictureDetails>> NewestAsync(int count, int offset, CancellationToken cancellationToken) => throw new NotSupportedException();

    /// <summary>The original's bytes, to be disposed by the caller; null when the image or its file is gone.</summary>
    public Task<PictureFile?> OpenOriginalAsync(long id, CancellationToken cancellationToken) => throw new NotSupportedException();

    /// <summary>A WebP of the picture without metadata, made now if it is not there yet; null when the image or its file is gone, or it cannot be decoded.</summary>
    public Task<PictureFile?> OpenThumbnailAsync(long id, ThumbnailSize size, CancellationToken cancellationToken) => throw new NotSupportedException();
}
