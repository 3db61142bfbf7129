using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Photoseek.Embedding.Ollama;
using Photoseek.Indexing.Captions;
using Photoseek.Indexing.Worker;

namespace Photoseek.Indexing.Texts;

/// <summary>Has pictures described and turns what is written about them into vectors, with Ollama as long as it is there. Any number of processes may do it.</summary>
public sealed class TextIndexing
{
    private static readonly TimeSpan ShortestPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    private readonly IReadOnlyList<Func<Patience, CancellationToken, Task<bool>>> _steps;
    private readonly WorkBell _bell;
    private readonly OllamaOptions _ollama;
    private readonly IndexingOptions _indexing;
    private readonly TimeProvider _time;
    private readonly ILogger<IndexingWorker> _log;

    internal TextIndexing(CaptionWork captions, TextWork texts, WorkBell bell, IOptions<OllamaOptions> ollama, IOptions<IndexingOptions> indexing, TimeProvider time, ILogger<IndexingWorker> log)
    {
        _steps = [captions.StepAsync, texts.StepAsync];
        _bell = bell;
        _ollama = ollama.Value;
        _indexing = indexing.Value;
        _time = time;
        _log = log;
    }

    /// <summary>Works until nothing is due any more, then returns.</summary>
    /// <returns>Why it ended before that; null when it did not.</returns>
    public async Task<string?> DrainAsync(CancellationToken cancellationToken)
    {
        var patience = new Patience(_time, _log);
        string? trouble = null;
        foreach (var step in _ollama.Enabled ? _steps : [])
        {
            try
            {
                while (await step(patience, cancellationToken))
                {
                }
            }
            catch (OllamaException exception)
            {
                trouble ??= exception.Message;
            }
        }

        return trouble;
    }

    /// <summary>Works until cancelled. Outlives the absences of Ollama and of the database, and catches up by itself.</summary>
    public Task RunAsync(CancellationToken cancellationToken) =>
        _ollama.Enabled ? Task.WhenAll(_steps.Select(step => RunAsync(step, cancellationToken))) : Task.CompletedTask;

    private async Task RunAsync(Func<Patience, CancellationToken, Task<bool>> step, CancellationToken cancellationToken)
    {
        var patience = new Patience(_time, _log);
        var listener = _bell.Listen();
        var pause = ShortestPause;
        string? told = null;
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                if (!await step(patience, cancellationToken))
                {
                    await listener.WaitAsync(_indexing.Poll, _time, cancellationToken);
                }

                (pause, told) = (ShortestPause, null);
                continue;
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (OllamaException exception)
            {
                // Once for each kind of trouble, not for each try.
                if (told != exception.Message)
                {
                    told = exception.Message;
                    _log.OllamaTrouble(exception.Message);
                }
            }
#pragma warning disable CA1031 // Whatever broke, the texts on the list are still owed.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                _log.RunBroke(exception, pause.TotalSeconds);
            }

            await Task.Delay(pause * (0.75 + (Random.Shared.NextDouble() / 2)), _time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }
}
