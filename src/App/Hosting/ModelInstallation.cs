using Npgsql;
using Photoseek.Embedding.Models;
using Photoseek.Indexing;

namespace Photoseek.App.Hosting;

/// <summary>Installs the configured model while the app serves another, and has its generation built then; a failure is a sentence in the log and nothing else.</summary>
internal sealed class ModelInstallation(string name, ModelInstaller installer, LibraryGenerations generations, ILogger<ModelInstallation> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var tenth = 0;
        var progress = new InlineProgress<DownloadProgress>(p =>
        {
            var now = (int)(10 * p.DoneBytes / Math.Max(1, p.TotalBytes));
            if (now > tenth)
            {
                tenth = now;
                log.ModelDownloading(name, tenth * 10);
            }
        });
        try
        {
            log.ModelMissing(name);
            var folder = await installer.InstallAsync(name, progress, stoppingToken);
            log.ModelInstalled(name, folder);
            await generations.StartConfiguredAsync(stoppingToken);
        }
        catch (ModelInstallException exception)
        {
            log.ModelNotInstalled(name, exception.Message);
        }
        catch (NpgsqlException exception)
        {
            log.ModelNotStarted(exception, name);
        }
    }
}
