namespace Photoseek.Indexing.Edits;

/// <summary>A picture that a person has deleted, and can have back.</summary>
public sealed record DeletedPicture
{
    public required long Id { get; init; }

    /// <summary>Lower-case hex.</summary>
    public required string Sha256 { get; init; }

    public required string FileName { get; init; }

    public string? Title { get; init; }

    /// <summary>Pixels, upright.</summary>
    public required int Width { get; init; }

    /// <summary>Pixels, upright.</summary>
    public required int Height { get; init; }

    /// <summary>UTC.</summary>
    public required DateTime DeletedAt { get; init; }

    /// <summary>A folder or a bucket has it: nothing there was touched, and it is kept in mind for as long as it is there. What was uploaded alone is purged.</summary>
    public required bool IsElsewhere { get; init; }
}
