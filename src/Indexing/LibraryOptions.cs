namespace Photoseek.Indexing;

/// <summary>Folders of photos that are taken in at start. Section <c>Library</c>.</summary>
public sealed class LibraryOptions
{
    /// <summary>A folder of photos that stays where it is; null for none.</summary>
    public string? Folder { get; set; }

    /// <summary>Take in the demo pictures when the library is empty and no folder is given.</summary>
    public bool Demo { get; set; } = true;

    /// <summary>Tell where on earth pictures were taken, on their pages and by the API. Who sees them then sees where people live, too.</summary>
    public bool ShowPlaces { get; set; }

    /// <summary>Where the demo pictures lie.</summary>
    public string DemoFolder { get; set; } = "demo/photos";
}
