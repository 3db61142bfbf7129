namespace Photoseek.Embedding.Images;

/// <summary>What a picture's header says, without decoding it.</summary>
/// <param name="Format">The format its bytes have, whatever its name says.</param>
/// <param name="Width">Pixels across once upright.</param>
/// <param name="Height">Pixels down once upright.</param>
/// <param name="Orientation">EXIF orientation 1-8; 1 where the file says none or nonsense.</param>
/// <param name="Progressive">A JPEG of several scans.</param>
public sealed record PictureHeader(PictureFormat Format, int Width, int Height, int Orientation, bool Progressive);
