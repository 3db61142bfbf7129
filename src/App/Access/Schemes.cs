namespace Photoseek.App.Access;

/// <summary>How somebody shows who they are.</summary>
internal static class Schemes
{
    /// <summary>The one that asks the others.</summary>
    public const string Any = "any";

    public const string Cookie = "cookie";

    public const string Key = "key";

    /// <summary>By being on this machine, while nobody has a password.</summary>
    public const string Owner = "owner";
}
