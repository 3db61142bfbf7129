namespace Photoseek.Indexing;

/// <summary>What became of a picture that was handed in.</summary>
public enum IntakeStatus
{
    /// <summary>Kept, and waiting to be embedded.</summary>
    Accepted,

    /// <summary>The same bytes are in the library already.</summary>
    Duplicate,

    /// <summary>Not kept.</summary>
    Refused,
}
