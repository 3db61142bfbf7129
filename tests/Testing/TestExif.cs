namespace Photoseek.Testing;

/// <summary>What the camera of a <see cref="TestJpeg"/> wrote down; what is null is not written.</summary>
public sealed record TestExif
{
    /// <summary>Wall clock of the camera.</summary>
    public DateTime? TakenAt { get; init; }

    /// <summary>Such as "+02:00".</summary>
    public string? TakenOffset { get; init; }

    public string? Make { get; init; }

    public string? Model { get; init; }

    public string? Lens { get; init; }

    /// <summary>1 to 8; 6 means "turn 90 degrees clockwise to see it upright".</summary>
    public ushort? Orientation { get; init; }

    public ushort? Iso { get; init; }

    /// <summary>Seconds, as numerator and denominator.</summary>
    public (uint Numerator, uint Denominator)? Exposure { get; init; }

    /// <summary>f-number.</summary>
    public double? Aperture { get; init; }

    /// <summary>Millimetres.</summary>
    public double? FocalLength { get; init; }

    /// <summary>Degrees, north positive.</summary>
    public double? Latitude { get; init; }

    /// <summary>Degrees, east positive.</summary>
    public double? Longitude { get; init; }
}
