namespace Photoseek.App.Jobs;

/// <summary>When a source is looked through.</summary>
/// <param name="Schedule">As <see cref="SourceSchedule"/> reads it; null for only when asked.</param>
/// <param name="IsByHand">Whether a person has set it in place of the configuration.</param>
/// <param name="Next">When the clock starts it next, UTC; null for only when asked.</param>
internal sealed record SetSchedule(string? Schedule, bool IsByHand, DateTime? Next);
