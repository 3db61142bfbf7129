namespace Photoseek.Indexing.Storage;

/// <summary>The disk, or the quota on it, has no room for what is to be kept; nothing of it was kept.</summary>
public sealed class StoreFullException(IOException inner) : IOException("There is no room left where pictures are kept.", inner)
{
    private const int NoSpace = 28;                      // ENOSPC
    private const int OverQuota = 122;                   // EDQUOT
    private const int DiskFull = unchecked((int)0x80070070); // what .NET itself throws when it reserves space

    internal static bool Is(IOException exception) =>
        exception is StoreFullException || exception.HResult is NoSpace or OverQuota or DiskFull;
}
