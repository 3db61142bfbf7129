using System.Text.Json.Serialization;

namespace Photoseek.Indexing;

/// <summary>One image with its state and metadata.</summary>
public sealed record PictureDetails
{
    public required long Id { get; init; }

    /// <summary><c>pending</c>, <c>indexed</c> or <c>failed</c>.</summary>
    public required string State { get; init; }

    /// <summary>Why it failed.</summary>
    public string? Reason { get; init; }

    public required string FileName { get; init; }

    /// <summary>Name of the source it came from, and its key there.</summary>
    public required string Source { get; init; }

    public required string Key { get; init; }

    public required string Sha256 { get; init; }

    public required long ByteSize { get; init; }

    /// <summary><c>jpeg</c>, <c>png</c> or <c>webp</c>.</summary>
    public required string Format { get; init; }

    /// <summary>Pixels, upright.</summary>
    public required int Width { get; init; }

    /// <summary>Pixels, upright.</summary>
    public required int Height { get; init; }

    public string? Title { get; init; }

    public string? Description { get; init; }

    /// <summary>What a model, or somebody, says is to be seen.</summary>
    public string? Caption { get; init; }

    /// <summary><c>model</c> or <c>person</c>; null where that is not known.</summary>
    public string? CaptionBy { get; init; }

    /// <summary>Whether a model is still to describe it.</summary>
    public bool CaptionPending { get; init; }

    public IReadOnlyList<string> Tags { get; init; } = [];

    public IReadOnlyList<string> Persons { get; init; } = [];

    public string? Project { get; init; }

    public string? Category { get; init; }

    /// <summary>The camera's wall clock.</summary>
    public DateTime? TakenAt { get; init; }

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

    public short? Rating { get; init; }

    /// <summary>Degrees north; only where the operator has places shown (<see cref="LibraryOptions.ShowPlaces"/>).</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Latitude { get; init; }

    /// <summary>Degrees east; as <see cref="Latitude"/>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Longitude { get; init; }

    /// <summary>Its colour from afar, 0xRRGGBB; null until it was read.</summary>
    [JsonIgnore]
    public int? Tint { get; init; }

    /// <summary>What a person has written in place of what the file says: <c>title</c>, <c>description</c>, <c>tags</c>, <c>persons</c>.</summary>
    public IReadOnlyList<string> Edited { get; init; } = [];

    public required DateTimeOffset CreatedAt { get; init; }
}
