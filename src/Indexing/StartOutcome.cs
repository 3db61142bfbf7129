namespace Photoseek.Indexing;

/// <summary>What became of <see cref="LibraryGenerations.StartAsync"/>.</summary>
public enum StartOutcome
{
    /// <summary>It is being built now, and will be served by itself when it is complete.</summary>
    Started,

    /// <summary>It is being built already.</summary>
    AlreadyBuilding,

    /// <summary>It is served already.</summary>
    AlreadyServing,

    /// <summary>Another one is being built: flip or drop that one first.</summary>
    AnotherIsBuilding,

    /// <summary>There is no bundle of that name on this machine.</summary>
    UnknownModel,

    /// <summary>There is a bundle, but it cannot be loaded; the log says why.</summary>
    BrokenModel,
}
