namespace Photoseek.Indexing.Edits;

/// <summary>What a person writes about a picture. What is null stays as it is; what is empty is taken away.</summary>
public sealed record PictureEdit
{
    public string? Title { get; init; }

    public string? Description { get; init; }

    public IReadOnlyList<string>? Tags { get; init; }

    public IReadOnlyList<string>? Persons { get; init; }

    /// <summary>What shall say again what the file says, now and when that changes.</summary>
    public IReadOnlyCollection<PictureField> GivenBack { get; init; } = [];
}
