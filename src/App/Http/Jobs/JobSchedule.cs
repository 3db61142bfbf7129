namespace Photoseek.App.Http.Jobs;

/// <summary>A job that can be asked for by name.</summary>
/// <param name="Kind">What it does.</param>
/// <param name="Subject">The source that it is about.</param>
/// <param name="Schedule">When it is started: an interval or a cron expression; null for only when asked.</param>
/// <param name="Configured">What the configuration says of that; null for nothing.</param>
/// <param name="IsByHand">Whether somebody has set the schedule in place of the configuration.</param>
/// <param name="Setting">The setting of the configuration.</param>
/// <param name="Next">When the clock starts it next, UTC; null for only when asked.</param>
internal sealed record JobSchedule(string Kind, string Subject, string? Schedule, string? Configured, bool IsByHand, string Setting, DateTime? Next);
