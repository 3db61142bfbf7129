namespace Photoseek.App.Access;

/// <summary>What a person is here for; each may what the one before may.</summary>
public enum Role
{
    /// <summary>Searches and looks.</summary>
    Viewer,

    /// <summary>Adds pictures, describes and deletes them, too.</summary>
    Editor,

    /// <summary>Everything: the background work, people and keys.</summary>
    Administrator,
}
