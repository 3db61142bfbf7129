using Photoseek.Embedding.Models;

namespace Photoseek.App.Hosting;

/// <summary>Installs one model while the app serves another; a failure is a sentence in the log and nothing else.</summary>
internal sealed partial class ModelInstallation(string name, ModelInstaller installer, ILogger<ModelInstallation> log) : BackgroundService
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
                Progress(log, name, tenth * 10);
            }
        });
        try
        {
            Started(log, name);
            var folder = await installer.InstallAsync(name, progress, stoppingToken);
            Installed(log, name, folder);
        }
        catch (ModelInstallException exception)
        {
            Failed(log, name, exception.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The model {Name} is not here yet: the demo model is served while it is downloaded")]
    private static partial void Started(ILogger logger, string name);

    [LoggerMessage(Level = LogLevel.Information, Message = "Downloaded {Percent} % of the model {Name}")]
    private static partial void Progress(ILogger logger, string name, int percent);

    [LoggerMessage(Level = LogLevel.Information, Message = "The model {Name} is in {Folder}; start again to serve it")]
    private static partial void Installed(ILogger logger, string name, string folder);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The model {Name} could not be installed, the demo model stays: {Reason}")]
    private static partial void Failed(ILogger logger, string name, string reason);
}
