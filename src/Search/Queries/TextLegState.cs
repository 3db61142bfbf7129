namespace Photoseek.Search.Queries;

/// <summary>What came of looking through the vectors of texts.</summary>
internal enum TextLegState
{
    /// <summary>There are matches.</summary>
    Answered,

    /// <summary>Nothing matched, or nothing was asked.</summary>
    Empty,

    /// <summary>It could not be asked; the search goes on without.</summary>
    Unavailable,
}
