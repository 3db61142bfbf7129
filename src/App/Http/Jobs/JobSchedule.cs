namespace Photoseek.App.Http.Jobs;

/// <summary>A job that can be asked for by name.</summary>
/// <param name="Kind">What it does.</param>
/// <param name="Subject">The source that it is about.</param>
/// <param name="Schedule">As the configuration says it, with its setting; null for only when asked.</param>
/// <param name="Setting">The setting that says when.</param>
/// <param name="Next">When the clock starts it next, UTC; null for only when asked.</param>
internal sealed record JobSchedule(string Kind, string Subject, string? Schedule, string Setting, DateTime? Next);
