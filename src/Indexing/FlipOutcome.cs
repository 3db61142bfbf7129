namespace Photoseek.Indexing;

/// <summary>What became of <see cref="LibraryGenerations.FlipAsync"/>.</summary>
public enum FlipOutcome
{
    /// <summary>It is served now; the one before stays for <see cref="LibraryGenerations.RollBackAsync"/>.</summary>
    Flipped,

    /// <summary>There is no such generation.</summary>
    Unknown,

    /// <summary>It is served already.</summary>
    AlreadyServing,

    /// <summary>It is neither being built nor served: start its model first.</summary>
    Retired,

    /// <summary>Some image has neither a vector in it nor a reason why not.</summary>
    NotComplete,

    /// <summary>Too many of the pictures that can be found now have failed in it: none would be found, or (when nobody asked) more than one in a hundred would not.</summary>
    TooManyFailed,

    /// <summary>Its vector index is not there yet; it is being built.</summary>
    NotIndexed,
}
