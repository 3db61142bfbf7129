using Spectre.Console;

namespace Photoseek.App.Cli;

/// <summary>A bar with time left in a terminal; a line every ten per cent elsewhere. Both on standard error.</summary>
internal static class TerminalProgress
{
    private const int BarWidth = 20;

    // Percent, time left and the spaces between.
    private const int Beside = 20;

    /// <param name="title">What is being done.</param>
    /// <param name="work">Given (done, total, what is under way) to call.</param>
    public static async Task<T> RunAsync<T>(string title, Func<Action<double, double, string>, Task<T>> work)
    {
        if (!CommandLine.Errors.Profile.Capabilities.Interactive)
        {
            return await work(Lines(title));
        }

        return await CommandLine.Errors.Progress()
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn { Width = BarWidth }, new PercentageColumn(), new RemainingTimeColumn())
            .StartAsync(async context =>
            {
                var bar = context.AddTask(Markup.Escape(title));
                return await work((done, total, current) =>
                {
                    bar.MaxValue = Math.Max(total, 1);
                    bar.Value = done;
                    bar.Description = Markup.Escape(Short($"{title}: {current}"));
                });
            });
    }

    // What does not fit would push the bar and the time left out of the line.
    private static string Short(string text)
    {
        var room = Math.Max(20, CommandLine.Errors.Profile.Width - BarWidth - Beside);
        return text.Length <= room ? text : string.Concat(text.AsSpan(0, room - 1), "…");
    }

    private static Action<double, double, string> Lines(string title)
    {
        var last = -1;
        return (done, total, _) =>
        {
            var tenth = total <= 0 ? 0 : (int)(done / total * 10);
            if (tenth != last)
            {
                last = tenth;
                CommandLine.Errors.WriteLine($"{title}: {done:N0} of {total:N0}");
            }
        };
    }
}
