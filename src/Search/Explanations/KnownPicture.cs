namespace Photoseek.Search.Explanations;

/// <summary>What is written about a picture, as far as a model is told.</summary>
internal sealed record KnownPicture
{
    private const int MostTitle = 200;
    private const int MostCaption = 600;
    private const int MostTags = 20;
    private const int MostTag = 50;

    public required long Id { get; init; }

    public string? Title { get; init; }

    public string[] Tags { get; init; } = [];

    public string[] Persons { get; init; } = [];

    public string? Caption { get; init; }

    public DateTime? TakenAt { get; init; }

    /// <summary>The same with an end to it: what is written may be of any length.</summary>
    public KnownPicture Shortened() => this with
    {
        Title = Cut(Title, MostTitle),
        Caption = Cut(Caption, MostCaption),
        Tags = [.. Tags.Take(MostTags).Select(static tag => Cut(tag, MostTag)!)],
        Persons = [.. Persons.Take(MostTags).Select(static person => Cut(person, MostTag)!)],
    };

    private static string? Cut(string? text, int most) => text is null || text.Length <= most ? text : text[..most];
}
