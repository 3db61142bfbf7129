namespace Photoseek.Indexing;

/// <summary>Where the uploads of a library are, seen from one instance.</summary>
public enum UploadsPlace
{
    /// <summary>In a bucket, or in this instance's folder.</summary>
    Here,

    /// <summary>Nothing was uploaded yet, so that it does not show whether this instance's folder is the one of the others.</summary>
    NotKnown,

    /// <summary>Not in this instance's folder.</summary>
    Elsewhere,
}
