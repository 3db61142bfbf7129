using System.Globalization;
using Quartz;

namespace Photoseek.App.Jobs;

/// <summary>When a source is looked through: an interval ("00:15:00", from the start on) or a cron expression ("0 3 * * *", UTC; with six fields the first is seconds).</summary>
internal static class SourceSchedule
{
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);

    /// <summary>What is wrong with it, in a sentence; null when nothing is.</summary>
    public static string? Problem(string schedule)
    {
        if (TimeSpan.TryParse(schedule, CultureInfo.InvariantCulture, out var interval))
        {
            return interval >= Shortest ? null : $"Schedule \"{schedule}\" is shorter than a second.";
        }

        return CronExpression.TryParse(schedule, Format(schedule), out _)
            ? null
            : $"Schedule \"{schedule}\" is neither an interval like 00:15:00 nor a cron expression like \"0 3 * * *\".";
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
