namespace Photoseek.Indexing;

/// <summary>The two sizes that pictures are shown in.</summary>
public enum ThumbnailSize
{
    /// <summary>480 pixels on the longer side: grids.</summary>
    Small,

    /// <summary>1,600 pixels on the longer side: a picture's own page.</summary>
    Large,
}
