using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;
using Photoseek.Search.Queries;
using Photoseek.Search.Ranking;

namespace Photoseek.Search.Codes;

/// <summary>
/// Loads the codes of the generation that serves and keeps them in step. Searches never wait for it: what the codes lack they
/// see in their own snapshot, and where there are no codes Postgres answers alone.
/// </summary>
internal sealed class CodeKeeper(
    NpgsqlDataSource database, CodeLibrary codes, IOptions<SearchOptions> options, TimeProvider time, ILogger<CodeKeeper> log) : BackgroundService, IHostedLifecycleService
{
    private static readonly TimeSpan _look = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan _forgetEvery = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan _kept = TimeSpan.FromHours(2);
    private static readonly TimeSpan _longest = TimeSpan.FromMinutes(30);

    // Codes of a few rows say little of the library that follows.
    private const int FewRows = 50_000;
    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private (int Generation, long Rows) _tooLarge;
    private long _forgotten;

    /// <summary>Does what is to be done now.</summary>
    internal async Task StepAsync(CancellationToken cancellationToken)
    {
        await using var snapshot = await LibrarySnapshot.OpenAsync(database, _longest, null, cancellationToken);
        var index = codes.Current;
        if (index is not null && snapshot.Serving?.Id == index.Generation && await CatchUpAsync(snapshot, index, cancellationToken))
        {
            return;
        }

        var serving = snapshot.Serving is { } found && found.Rows >= ScanChoice.FewRows && !IsStillTooLarge(found) ? found : null;
        if (serving is null || serving.Id != index?.Generation)
        {
            // Of no use any more, and its memory is needed.
            codes.Current = null;
        }

        if (serving is not null)
        {
            await LoadAsync(snapshot, serving, cancellationToken);
        }
    }

    /// <inheritdoc/>
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartedAsync(CancellationToken cancellationToken)
    {
        _started.TrySetResult();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Loading takes all cores for seconds, which whatever else begins would wait for, and searches go without.
        await _started.Task.WaitAsync(stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await StepAsync(stoppingToken);
                await ForgetAsync(stoppingToken);
                await Task.Delay(_pause, time, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e) when (e is NpgsqlException or InvalidDataException or TimeoutException or IOException or OperationCanceledException)
            {
                log.CodesBehind(e);
            }

            await codes.ListenAsync(_look, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<bool> CatchUpAsync(LibrarySnapshot snapshot, CodeIndex index, CancellationToken cancellationToken)
    {
        if (index.Loaded < FewRows && index.Count > (2 * index.Loaded) + ScanChoice.FewRows)
        {
            return false;
        }

        var changes = await CodeChangesQuery.RunAsync(snapshot, index.Seen, index.Generation, index.Scale.Dimension, cancellationToken);
        if (changes is null)
        {
            return false;
        }

        if ((index.Count + changes.Vectors.Count) * CodeScale.BytesPerRow(index.Scale.Dimension) > options.Value.CodesBytes)
        {
            GiveUp(index.Generation, snapshot.Serving!.Rows);
            return true;
        }

        await index.ApplyAsync(changes, time);
        return true;
    }

    private async Task LoadAsync(LibrarySnapshot snapshot, Generation serving, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var index = await CodeLoader.LoadAsync(snapshot, serving, options.Value.CodesBytes, cancellationToken);
        if (index is null)
        {
            GiveUp(serving.Id, serving.Rows);
            return;
        }

        codes.Current = index;
        log.CodesLoaded(index.Count, serving.Id, (long)time.GetElapsedTime(started).TotalMilliseconds);
    }

    private void GiveUp(int generation, long rows)
    {
        codes.Current = null;
        if (_tooLarge.Generation != generation)
        {
            log.CodesTooLarge(generation, rows, options.Value.CodesBytes >> 20);
        }

        _tooLarge = (generation, rows);
    }

    // Until a tenth of it is gone.
    private bool IsStillTooLarge(Generation serving) => _tooLarge.Generation == serving.Id && serving.Rows > _tooLarge.Rows * 9 / 10;

    private async Task ForgetAsync(CancellationToken cancellationToken)
    {
        const string sql = "select forget_changes($1)";
        if (_forgotten != 0 && time.GetElapsedTime(_forgotten) < _forgetEvery)
        {
            return;
        }

        _forgotten = time.GetTimestamp();
        await using var command = database.CreateCommand(sql);
        command.Parameters.Add(new NpgsqlParameter { Value = _kept });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
