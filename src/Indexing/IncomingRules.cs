namespace Photoseek.Indexing;

/// <summary>How much may come with a picture.</summary>
internal static class IncomingRules
{
    public const int FileNameLength = 255;
    public const int TitleLength = 300;
    public const int DescriptionLength = 4000;
    public const int TagCount = 50;
    public const int TagLength = 100;
    public const int ProjectLength = 100;

    /// <summary>A sentence about the first thing that is too much; null when all is well.</summary>
    public static string? Check(IncomingPicture picture) => picture switch
    {
        { Title.Length: > TitleLength } => $"The title is longer than {TitleLength} characters.",
        { Description.Length: > DescriptionLength } => $"The description is longer than {DescriptionLength} characters.",
        { Tags.Count: > TagCount } => $"There are more than {TagCount} tags.",
        { Tags: { } tags } when tags.Any(static tag => tag.Length > TagLength) => $"A tag is longer than {TagLength} characters.",
        { Project.Length: > ProjectLength } => $"The project is longer than {ProjectLength} characters.",
        _ => null,
    };

    /// <summary>The last part of the sender's name, fit to be shown.</summary>
    public static string FileName(string? given)
    {
        var last = given?[(given.LastIndexOfAny(['/', '\\']) + 1)..];
        return PlainText.Line(last, FileNameLength) ?? "unnamed";
    }
}
