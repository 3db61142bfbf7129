namespace Photoseek.Indexing.Jobs;

/// <summary>How indexing stands, at one moment.</summary>
/// <param name="Images">Pictures in the library.</param>
/// <param name="Paused">Whether a person has stopped indexing for now.</param>
/// <param name="PerSecond">Pictures embedded a second, over the last minute or two and all processes.</param>
/// <param name="Generations">Newest first; empty before the first start.</param>
public sealed record IndexingOverview(long Images, bool Paused, double PerSecond, IReadOnlyList<GenerationCounts> Generations)
{
    /// <summary>The generation that is searched; null before the first start.</summary>
    public GenerationCounts? Serving => Generations.FirstOrDefault(static g => g.State == "serving");

    /// <summary>Vectors owed over all generations that are served or built.</summary>
    public long Pending => Generations.Where(static g => g.State != "retired").Sum(static g => g.Pending);

    /// <summary>Until nothing is owed any more, at the present rate; null when nothing is owed or nothing moves.</summary>
    public TimeSpan? TimeLeft => Paused || Pending == 0 || PerSecond <= 0 ? null : TimeSpan.FromSeconds(Math.Min(Pending / PerSecond, TimeSpan.FromDays(999).TotalSeconds));
}
