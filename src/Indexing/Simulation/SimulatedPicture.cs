namespace Photoseek.Indexing.Simulation;

/// <summary>What is written down of a picture that does not exist.</summary>
internal sealed record SimulatedPicture
{
    public required byte[] Sha256 { get; init; }

    public required string Key { get; init; }

    public required string FileName { get; init; }

    public required long ByteSize { get; init; }

    public required int Width { get; init; }

    public required int Height { get; init; }

    public required string Title { get; init; }

    public required string Category { get; init; }

    public required string? Project { get; init; }

    public required string[] Tags { get; init; }

    public required DateTime TakenAt { get; init; }

    public required SimulatedCamera Camera { get; init; }

    public required int Iso { get; init; }

    public required double FocalLength { get; init; }

    public required SimulatedPlace Place { get; init; }
}
