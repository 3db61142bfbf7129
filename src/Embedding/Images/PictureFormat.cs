namespace Photoseek.Embedding.Images;

/// <summary>The formats that are let in.</summary>
public enum PictureFormat
{
    Jpeg,
    Png,
    Webp,
}
