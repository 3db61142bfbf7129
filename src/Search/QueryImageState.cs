namespace Photoseek.Search;

/// <summary>Why an image of the library cannot be searched by.</summary>
public enum QueryImageState
{
    /// <summary>There is no image of that id.</summary>
    Unknown,

    /// <summary>It waits for its vector.</summary>
    Pending,

    /// <summary>It was given up and will have no vector.</summary>
    Failed,
}
