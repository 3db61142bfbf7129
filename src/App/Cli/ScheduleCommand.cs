using System.CommandLine;
using Photoseek.App.Hosting;
using Photoseek.App.Http;
using Photoseek.App.Http.Jobs;
using Photoseek.App.Jobs;

namespace Photoseek.App.Cli;

/// <summary><c>sources schedule NAME [WHEN | --when-asked | --as-configured]</c>: when a configured source is looked through.</summary>
internal static class ScheduleCommand
{
    private static readonly Argument<string> _name = new("name") { Description = "A configured source." };
    private static readonly Argument<string?> _when = new("when") { Description = "An interval (00:15:00) or a cron expression (\"0 3 * * *\", UTC); left out, what is set is shown.", Arity = ArgumentArity.ZeroOrOne };
    private static readonly Option<bool> _asked = new("--when-asked") { Description = "Only when somebody asks." };
    private static readonly Option<bool> _configured = new("--as-configured") { Description = "As the configuration says." };
    private static readonly Option<bool> _json = JsonLines.Option();

    public static Command Create()
    {
        var command = new Command("schedule", "Show or set when a source is looked through; what is set holds on all servers, whatever the configuration says.") { _name, _when, _asked, _configured, _json };
        command.Validators.Add(static result =>
        {
            if ((result.GetValue(_when) is null ? 0 : 1) + (result.GetValue(_asked) ? 1 : 0) + (result.GetValue(_configured) ? 1 : 0) > 1)
            {
                result.AddError("Give a schedule, --when-asked or --as-configured, not several of them.");
            }
        });
        command.SetVerb(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(AppSettings settings, ParseResult parsed, CancellationToken cancellationToken)
    {
        await using var session = await LibrarySession.OpenAsync(settings, cancellationToken, static (services, connection) => services.AddJobSchedules(connection).AddSingleton<JobsAtHand>());
        var at = session.Services.GetRequiredService<JobsAtHand>();
        var (name, when, asked) = (parsed.GetRequiredValue(_name), parsed.GetValue(_when), parsed.GetValue(_asked));
        try
        {
            var schedule = when is not null || asked || parsed.GetValue(_configured)
                ? await at.SetScheduleAsync(name, asked ? "" : when, cancellationToken)
                : await at.ScheduleAsync(name, cancellationToken);
            Show(schedule, parsed.GetValue(_json));
            return 0;
        }
        catch (RequestRefusedException exception)
        {
            throw new InvalidDataException(exception.Message, exception);
        }
    }

    private static void Show(JobSchedule schedule, bool json)
    {
        if (json)
        {
            JsonLines.Write(schedule);
            return;
        }

        var origin = schedule.IsByHand ? $"set by hand; {schedule.Setting} is {schedule.Configured ?? "not set"}" : $"{schedule.Setting}";
        Console.WriteLine($"{schedule.Subject}: {schedule.Schedule ?? "only when asked"} ({origin})");
    }
}
