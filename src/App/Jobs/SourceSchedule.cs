using System.Globalization;
using Quartz;

namespace Photoseek.App.Jobs;

/// <summary>When a source is looked through: an interval ("00:15:00", from the start on) or a cron expression ("0 3 * * *", UTC; with six fields the first is seconds).</summary>
internal static class SourceSchedule
{
    private const int MostCharacters = 100;
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(366);

    /// <summary>What is wrong with it at this moment, in a sentence; null when nothing is.</summary>
    public static string? Problem(string schedule, DateTimeOffset now)
    {
        if (schedule.Length > MostCharacters)
        {
            return $"Schedule is longer than {MostCharacters} characters.";
        }

        if (TimeSpan.TryParse(schedule, CultureInfo.InvariantCulture, out var interval))
        {
            return interval < Shortest ? $"Schedule \"{schedule}\" is shorter than a second."
                : interval > Longest ? $"Schedule \"{schedule}\" is longer than a year."
                : null;
        }

        if (!CronExpression.TryParse(schedule, Format(schedule), out var cron))
        {
            return $"Schedule \"{schedule}\" is neither an interval like 00:15:00 nor a cron expression like \"0 3 * * *\".";
        }

        return cron.GetNextValidTimeAfter(now) is null ? $"Schedule \"{schedule}\" names a time that never comes." : null;
    }

    /// <summary>The trigger. One that could not fire when it should, because no server ran, fires once when one does.</summary>
    public static ITrigger Trigger(string schedule, TriggerKey key, JobKey job)
    {
        var trigger = TriggerBuilder.Create().WithIdentity(key).ForJob(job).WithDescription(schedule);
        return TimeSpan.TryParse(schedule, CultureInfo.InvariantCulture, out var interval)
            ? trigger.StartNow().WithSimpleSchedule(s => s.WithInterval(interval).RepeatForever().WithMisfireInstruction(SimpleTriggerMisfireInstruction.NowWithExistingCount)).Build()
            : trigger.WithSchedule(CronScheduleBuilder.Create(schedule, Format(schedule)).InTimeZone(TimeZoneInfo.Utc)
                .WithMisfireInstruction(CronTriggerMisfireInstruction.FireAndProceed)).Build();
    }

    private static CronFormat Format(string schedule) =>
        schedule.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length == 5 ? CronFormat.Unix : CronFormat.Quartz;
}
