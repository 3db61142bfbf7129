namespace Photoseek.App.Http.Jobs;

/// <summary>How long the searches of one minute took, over all processes.</summary>
/// <param name="Minute">Its beginning, UTC.</param>
/// <param name="Searches">How many there were.</param>
/// <param name="P50">Half of them took no longer than this, in milliseconds; several processes: their weighted mean.</param>
/// <param name="P95">19 of 20 took no longer than this, in milliseconds; several processes: the slowest.</param>
public sealed record SearchMinute(DateTime Minute, long Searches, double P50, double P95);
