namespace Photoseek.App.Access;

/// <summary>Who there is, as the database had it a moment ago.</summary>
/// <param name="People">By id.</param>
/// <param name="Keys">Those that are valid.</param>
internal sealed record AccessSnapshot(IReadOnlyDictionary<int, Person> People, IReadOnlyList<AccessKey> Keys)
{
    /// <summary>Whether anybody has a password. As long as nobody has, the machine's own user may do everything.</summary>
    public bool IsClosed => People.Count > 0;
}
