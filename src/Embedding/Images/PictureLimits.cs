using System.ComponentModel.DataAnnotations;

namespace Photoseek.Embedding.Images;

/// <summary>Limits read from a picture's header before anything is decoded.</summary>
public sealed class PictureLimits
{
    /// <summary>Largest file, in bytes.</summary>
    [Range(1, int.MaxValue)]
    public int Bytes { get; set; } = 25 * 1024 * 1024;

    /// <summary>Most pixels; half as many for a progressive JPEG, which is held whole while it is decoded.</summary>
    [Range(1, long.MaxValue)]
    public long Pixels { get; set; } = 64_000_000;

    /// <summary>Longest side, in pixels.</summary>
    [Range(1, 65_535)]
    public int Side { get; set; } = 16_384;

    /// <summary>Most scans of a progressive JPEG. Real photos have at most about 14.</summary>
    [Range(1, 10_000)]
    public int Scans { get; set; } = 64;
}
