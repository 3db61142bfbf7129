using Photoseek.Indexing.Jobs;

namespace Photoseek.App.Http.Jobs;

/// <summary>The figures that change from second to second.</summary>
/// <param name="Images">Pictures in the library.</param>
/// <param name="Indexed">With a vector of the served model.</param>
/// <param name="Active">Being worked on.</param>
/// <param name="Waiting">Due.</param>
/// <param name="Delayed">Due later, after a failed attempt.</param>
/// <param name="Failed">Given up.</param>
/// <param name="Ignored">Put aside.</param>
/// <param name="Paused">Whether indexing is stopped for now.</param>
/// <param name="PerSecond">Pictures embedded a second.</param>
/// <param name="SecondsLeft">Until nothing is owed; null when nothing is, or nothing moves.</param>
/// <param name="OldestPending">Since when the one that waits longest is owed, UTC.</param>
/// <param name="Model">The model that is served.</param>
internal sealed record StatusEvent(
    long Images, long Indexed, long Active, long Waiting, long Delayed, long Failed, long Ignored, bool Paused, double PerSecond,
    double? SecondsLeft, DateTime? OldestPending, string? Model)
{
    public static StatusEvent Of(IndexingOverview overview)
    {
        var serving = overview.Serving;
        return new StatusEvent(
            overview.Images, serving?.Indexed ?? 0, serving?.Active ?? 0, serving?.Waiting ?? overview.Images, serving?.Delayed ?? 0,
            serving?.Failed ?? 0, serving?.Ignored ?? 0, overview.Paused, Math.Round(overview.PerSecond, 2),
            overview.TimeLeft is { } left ? Math.Round(left.TotalSeconds) : null, serving?.OldestPending, serving?.Model);
    }
}
