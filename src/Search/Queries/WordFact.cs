namespace Photoseek.Search.Queries;

/// <summary>What is known of a word that was typed.</summary>
internal sealed record WordFact
{
    /// <summary>As it was typed.</summary>
    public required string Typed { get; init; }

    /// <summary>As it is looked for: accents and case folded.</summary>
    public required string Word { get; init; }

    /// <summary>What finds it, in all its forms: a <c>tsquery</c>.</summary>
    public required string Query { get; init; }

    /// <summary>Whether it says nothing: "on", "the".</summary>
    public required bool IsFiller { get; init; }

    /// <summary>Images that have it, counted up to <see cref="WordFacts.Common"/>.</summary>
    public required long Images { get; init; }

    /// <summary>Whether <see cref="Images"/> is what Postgres noted in a sample, about, and nobody counted.</summary>
    public bool IsNoted { get; init; }

    /// <summary>Whether it is common and a person is called so.</summary>
    public bool IsName { get; init; }

    /// <summary>Words that it was likely meant to be, where no image has it.</summary>
    public required string[] Guesses { get; init; }

    /// <summary>Whether so many images have it that it says little.</summary>
    public bool IsCommon => Images >= WordFacts.Common;
}
