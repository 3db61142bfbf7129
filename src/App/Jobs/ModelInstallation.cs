using Microsoft.Extensions.Options;
using Npgsql;
using Photoseek.App.Hosting;
using Photoseek.Embedding;
using Photoseek.Embedding.Models;
using Photoseek.Indexing;
using Photoseek.Indexing.Jobs;

namespace Photoseek.App.Jobs;

/// <summary>
/// Installs the models that somebody asked for, and (unless <c>Models:AutoInstall</c> is off) those that this instance needs and
/// lacks and that can be had: the configured one and those of the library. One after the other, while the app serves what it has.
/// What a process leaves unfinished the next one goes on with: the wish is in the database, and what was downloaded is on the disk.
/// </summary>
/// <remarks>What somebody asked for is installed only where <c>asked</c> says so.</remarks>
internal sealed class ModelInstallation(
    bool asked, ModelInstalls installs, JobRuns runs, ModelInstaller installer, ModelCatalog catalog, LibraryGenerations generations,
    IOptions<EmbeddingOptions> options, IConfiguration configuration, TimeProvider time, ILogger<ModelInstallation> log) : BackgroundService
{
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(2);

    private readonly string _configured = options.Value.Model;

    private readonly bool _auto = configuration.GetValue("Models:AutoInstall", defaultValue: true);

    // Nobody can be told that what is needed cannot be had: once a start is enough.
    private readonly HashSet<string> _tried = new(StringComparer.Ordinal);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                foreach (var (name, start) in await WantedAsync(stoppingToken))
                {
                    await InstallAsync(name, start, stoppingToken);
                }
            }
            catch (Exception exception) when (exception is NpgsqlException or OperationCanceledException)
            {
                // The database is away or the host stops: the wish stays.
                log.InstallsNotRead(exception);
            }

            await Task.Delay(Poll, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<IReadOnlyList<(string Name, bool Start)>> WantedAsync(CancellationToken cancellationToken)
    {
        var wishes = asked ? await installs.AskedAsync(cancellationToken) : [];
        var lacking = _auto ? catalog.List().Where(m => m.Folder is null && !_tried.Contains(m.Name)).Select(static m => m.Name).ToHashSet(StringComparer.Ordinal) : [];
        if (lacking.Count == 0)
        {
            return wishes;
        }

        var needed = (await generations.ModelsInUseAsync(cancellationToken)).Append(_configured).Where(lacking.Contains).Distinct(StringComparer.Ordinal);
        return [.. wishes, .. needed.Where(name => wishes.All(wish => wish.Name != name)).Select(static name => (name, false))];
    }

    private async Task InstallAsync(string name, bool start, CancellationToken stoppingToken)
    {
        try
        {
            log.ModelInstalled(name, await runs.RunAsync(LibraryJobs.InstallModel, name, (progress, token) => WorkAsync(name, start, progress, token), stoppingToken));
            await EndAsync(name, stoppingToken);
        }
        catch (JobConflictException)
        {
            // Another process is at it, or one that is gone has not been given up yet.
        }
        catch (OperationCanceledException) when (!stoppingToken.IsCancellationRequested)
        {
            // A person has cancelled it, and the wish with it.
            _tried.Add(name);
        }
        catch (ModelInstallException exception)
        {
            log.ModelNotInstalled(name, exception.Message);
            await EndAsync(name, stoppingToken);
        }
    }

    private async Task EndAsync(string name, CancellationToken cancellationToken)
    {
        _tried.Add(name);
        if (asked)
        {
            await installs.ForgetAsync(name, cancellationToken);
        }
    }

    private async Task<string> WorkAsync(string name, bool start, IProgress<ImportProgress> progress, CancellationToken cancellationToken)
    {
        await installer.InstallAsync(name, new InlineProgress<DownloadProgress>(p => progress.Report(InMegabytes(p))), cancellationToken);
        if (name == _configured)
        {
            await generations.StartConfiguredAsync(cancellationToken);
            return "It is on this machine; it serves when the library is embedded with it.";
        }

        return start ? Describe(await generations.StartAsync(name, cancellationToken)) : "It is on this machine, and can be started.";
    }

    private static ImportProgress InMegabytes(DownloadProgress download) =>
        new((int)(download.DoneBytes / 1_000_000), (int)(download.TotalBytes / 1_000_000), $"{download.DoneBytes / 1_000_000:N0} of {download.TotalBytes / 1_000_000:N0} MB");

    private static string Describe(StartOutcome outcome) => outcome switch
    {
        StartOutcome.Started or StartOutcome.AlreadyBuilding => "It is on this machine; it serves when the library is embedded with it.",
        StartOutcome.AlreadyServing => "It is on this machine and serves.",
        StartOutcome.AnotherIsBuilding => "It is on this machine; start it when the generation that is being built now serves or is given up.",
        _ => "It is on this machine but cannot be loaded; the log says why.",
    };
}
