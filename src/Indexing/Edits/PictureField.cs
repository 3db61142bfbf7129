namespace Photoseek.Indexing.Edits;

/// <summary>What is written about a picture, by its file or by a person.</summary>
public enum PictureField
{
    Title,
    Description,
    Tags,
    Persons,
}
