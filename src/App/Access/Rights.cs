namespace Photoseek.App.Access;

/// <summary>What can be allowed. The scopes of a key are all but the last.</summary>
internal static class Rights
{
    /// <summary>Searching and looking at pictures.</summary>
    public const string Search = "search";

    /// <summary>Adding, describing and deleting pictures.</summary>
    public const string Upload = "upload";

    /// <summary>Vectors for programs.</summary>
    public const string Embed = "embed";

    /// <summary>Watching and steering the background work.</summary>
    public const string Jobs = "jobs";

    /// <summary>People and keys: never a key's.</summary>
    public const string Administer = "administer";

    public static readonly IReadOnlyList<string> Scopes = [Search, Upload, Embed, Jobs];

    /// <summary>What a person of this role may do.</summary>
    public static IReadOnlyList<string> Of(Role role) => role switch
    {
        Role.Viewer => [Search],
        Role.Editor => [Search, Upload, Embed],
        Role.Administrator => [.. Scopes, Administer],
        _ => throw new ArgumentOutOfRangeException(nameof(role)),
    };
}
