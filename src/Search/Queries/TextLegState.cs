namespace Photoseek.Search.Queries;

/// <summary>What came of looking through the vectors of texts.</summary>
internal enum TextLegState
{
    /// <summary>There are matches.</summary>
    Answered,

    /// <summary>Nothing matched, or nothing was asked.</summary>
    Empty,

    /// <summary>There are no vectors of texts, or nobody wants them looked at.</summary>
    Unused,

    /// <summary>It could not be asked; the search goes on without.</summary>
    Unavailable,
}
