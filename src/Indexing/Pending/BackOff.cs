namespace Photoseek.Indexing.Pending;

/// <summary>How long to wait before the next try: five seconds, then three times as long each time, up to ten minutes; give or take a quarter.</summary>
internal static class BackOff
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Away = TimeSpan.FromMinutes(1);

    /// <param name="attempt">The attempt that failed, from 1.</param>
    /// <param name="jitter">0 to 1: spreads those who failed together.</param>
    public static TimeSpan After(int attempt, double jitter)
    {
        var grown = First * Math.Pow(3, Math.Clamp(attempt - 1, 0, 20));
        return Spread(grown < Longest ? grown : Longest, jitter);
    }

    /// <summary>While a whole source is away: it comes back when it comes back.</summary>
    public static TimeSpan WhileAway(double jitter) => Spread(Away, jitter);

    private static TimeSpan Spread(TimeSpan wait, double jitter) => wait * (0.75 + (jitter * 0.5));
}
