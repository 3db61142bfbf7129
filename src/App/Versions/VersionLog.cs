using Npgsql;

namespace Photoseek.App.Versions;

/// <summary>Says once, beside the start, what runs here: a line a part, one after the other, and behind it what is known against it.</summary>
internal sealed class VersionLog(VersionTable versions, ILogger<VersionLog> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            foreach (var part in await versions.ReadAsync(stoppingToken))
            {
                log.Runs(part.Part, part.Version ?? "-", part.Note is null ? "" : $" ({part.Note})");
                foreach (var warning in part.Warnings)
                {
                    log.ShouldNotRun(warning);
                }
            }
        }
        catch (Exception exception) when (exception is NpgsqlException or TimeoutException or OperationCanceledException)
        {
            // The database went away, or the host stops, in the first second: /admin has it later.
            log.VersionsNotRead(exception);
        }
    }
}
