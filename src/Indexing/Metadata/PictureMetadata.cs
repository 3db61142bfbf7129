namespace Photoseek.Indexing.Metadata;

/// <summary>What a picture's file says of itself; null where it says nothing, or nothing believable.</summary>
internal sealed record PictureMetadata
{
    public static readonly PictureMetadata Nothing = new();

    public CameraTime? Taken { get; init; }

    public string? CameraMake { get; init; }

    public string? CameraModel { get; init; }

    public string? Lens { get; init; }

    public int? Iso { get; init; }

    /// <summary>Seconds.</summary>
    public double? Exposure { get; init; }

    /// <summary>f-number.</summary>
    public double? Aperture { get; init; }

    /// <summary>Millimetres.</summary>
    public double? FocalLength { get; init; }

    /// <summary>Degrees north.</summary>
    public double? Latitude { get; init; }

    /// <summary>Degrees east.</summary>
    public double? Longitude { get; init; }

    /// <summary>One to five.</summary>
    public short? Rating { get; init; }

    public string? Title { get; init; }

    public string? Description { get; init; }

    public string[] Keywords { get; init; } = [];

    public string[] Persons { get; init; } = [];

    /// <summary>Its colour from afar, 0xRRGGBB; null where its pixels were not looked at.</summary>
    public int? Tint { get; init; }
}
