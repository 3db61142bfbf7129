namespace Photoseek.Embedding.Images;

/// <summary>The sentences of <see cref="PictureRefusedException"/>: what is wrong, and what to do about it.</summary>
internal static class Refusal
{
    public static PictureRefusedException NotAPicture() => new(
        RefusalReason.NotAPicture, "This is not a JPEG, PNG or WebP picture. Save it as one of these and send that.");

    public static PictureRefusedException Damaged() => new(
        RefusalReason.Damaged, "The picture's data is damaged or ends early. Copy it again from where it came from.");

    public static PictureRefusedException Scans(int most) => new(
        RefusalReason.Scans, $"The picture is stored in more than {most} scans. Save it again as an ordinary JPEG and send that.");

    /// <exception cref="PictureRefusedException">No bytes, or too many.</exception>
    public static void ThrowIfBadLength(int length, PictureLimits limits)
    {
        if (length == 0)
        {
            throw new PictureRefusedException(RefusalReason.FileSize, "The file is empty. Copy it again from where it came from.");
        }

        if (length > limits.Bytes)
        {
            throw new PictureRefusedException(
                RefusalReason.FileSize, $"The file is larger than {limits.Bytes / (1024.0 * 1024):0.###} MB. Send a smaller copy.");
        }
    }

    /// <exception cref="PictureRefusedException">No pixels, or too many.</exception>
    public static void ThrowIfTooLarge(int width, int height, bool heldWhole, PictureLimits limits)
    {
        if (width <= 0 || height <= 0)
        {
            throw Damaged();
        }

        if (width > limits.Side || height > limits.Side)
        {
            throw new PictureRefusedException(
                RefusalReason.Dimensions,
                $"The picture is {width} x {height} pixels; a side may have at most {limits.Side}. Send a smaller copy.");
        }

        var most = heldWhole ? limits.Pixels / 2 : limits.Pixels;
        if ((long)width * height > most)
        {
            var kind = heldWhole ? ", the most for a progressive or interlaced one" : string.Empty;
            throw new PictureRefusedException(
                RefusalReason.Dimensions,
                $"The picture is {width} x {height} pixels, more than {most / 1e6:0.###} megapixels{kind}. Send a smaller copy.");
        }
    }
}
