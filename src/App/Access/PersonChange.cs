namespace Photoseek.App.Access;

/// <summary>What became of a change to a person.</summary>
public enum PersonChange
{
    Done,

    /// <summary>There is no such person (any more).</summary>
    Unknown,

    /// <summary>Nobody would be left to let anybody in.</summary>
    LastAdministrator,
}
