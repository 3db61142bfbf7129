using Photoseek.Embedding.Images;

namespace Photoseek.Indexing.Sources;

/// <summary>A picture that was looked at and found good, about to be recorded.</summary>
internal sealed record FoundPicture(byte[] Sha256, long ByteSize, PictureHeader Header, string FileName)
{
    public string? Title { get; init; }

    public string? Description { get; init; }

    public string[] Tags { get; init; } = [];

    public string? Project { get; init; }
}
