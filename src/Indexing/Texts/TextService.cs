using Microsoft.Extensions.Hosting;

namespace Photoseek.Indexing.Texts;

/// <summary>Works on texts as long as the host runs.</summary>
internal sealed class TextService(TextIndexing texts) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => texts.RunAsync(stoppingToken);
}
