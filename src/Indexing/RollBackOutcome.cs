namespace Photoseek.Indexing;

/// <summary>What became of <see cref="LibraryGenerations.RollBackAsync"/>.</summary>
public enum RollBackOutcome
{
    /// <summary>The generation that was served before is served again.</summary>
    RolledBack,

    /// <summary>None was served before, or it has been dropped.</summary>
    NothingBefore,

    /// <summary>The bundle of the one before is no longer on this machine, or cannot be loaded.</summary>
    ModelMissing,
}
