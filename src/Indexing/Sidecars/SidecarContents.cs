namespace Photoseek.Indexing.Sidecars;

/// <summary>What an image's sidecars hold.</summary>
/// <param name="Packets">XMP, what counts most first.</param>
/// <param name="Marks">What is to be recorded once they have been used; none for those that could not be read.</param>
internal sealed record SidecarContents(IReadOnlyList<byte[]> Packets, IReadOnlyList<SidecarMark> Marks)
{
    public static readonly SidecarContents None = new([], []);
}
