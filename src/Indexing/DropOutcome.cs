namespace Photoseek.Indexing;

/// <summary>What became of <see cref="LibraryGenerations.DropAsync"/>.</summary>
public enum DropOutcome
{
    /// <summary>It is gone, with its vectors and its work.</summary>
    Dropped,

    /// <summary>There is no such generation.</summary>
    Unknown,

    /// <summary>What is served cannot be dropped.</summary>
    Serving,

    /// <summary>Something has been using it all the while; try again later.</summary>
    Busy,
}
