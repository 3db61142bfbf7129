namespace Photoseek.Indexing.Sources;

/// <summary>Stops what looks like a disk that is not mounted, a wrong prefix, or somebody's mistake.</summary>
internal static class RemovalGuard
{
    private const int Few = 10;
    private const double Most = 0.2;

    /// <summary>Whether more would go than goes without asking: a fifth, except for a few.</summary>
    public static bool IsTooMuch(long gone, long known) => gone > Few && gone > known * Most;
}
