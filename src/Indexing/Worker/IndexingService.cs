using Dapper;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;
using Photoseek.Indexing.Sources;

namespace Photoseek.Indexing.Worker;

/// <summary>Runs the worker as long as the host runs, and beside it the import of the configured folder or the demo pictures.</summary>
internal sealed class IndexingService(
    IndexingWorker worker, FolderImport import, NpgsqlDataSource database, IOptions<LibraryOptions> options,
    TimeProvider time, ILogger<IndexingWorker> log) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(worker.RunAsync(stoppingToken), ImportAsync(stoppingToken));

    private async Task ImportAsync(CancellationToken cancellationToken)
    {
        var folder = "";
        try
        {
            var library = options.Value;
            var patience = new Patience(time, log);
            var isDemo = string.IsNullOrWhiteSpace(library.Folder);
            folder = isDemo ? library.DemoFolder : library.Folder!;
            if (!isDemo || (library.Demo && await patience.RunAsync(() => IsEmptyAsync(cancellationToken), cancellationToken)))
            {
                await patience.RunAsync(() => import.RunAsync(folder, isDemo ? SourceRegistry.Demo : null, null, cancellationToken), cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The host stops; the next start goes on.
        }
#pragma warning disable CA1031 // A folder that cannot be taken in must not stop the app.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            log.ImportFailed(exception, folder);
        }
    }

    private async Task<bool> IsEmptyAsync(CancellationToken cancellationToken)
    {
        const string sql = """
            select not exists (select from images i where not exists (
              select from image_objects o join sources s on s.id = o.source_id where o.image_id = i.id and s.name = @Demo))
            """;
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await connection.QuerySingleAsync<bool>(new CommandDefinition(sql, new { SourceRegistry.Demo }, cancellationToken: cancellationToken));
    }
}
