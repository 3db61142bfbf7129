using Microsoft.Extensions.Options;
using Photoseek.Embedding.Ollama;

namespace Photoseek.Search.Queries;

/// <summary>
/// Turns words into vectors with Ollama, within a deadline. After a failure nobody waits for it: every few seconds it is
/// tried behind a search's back, until it answers again.
/// </summary>
internal sealed class TextQueryEmbedder(OllamaClient ollama, IOptions<OllamaOptions> ollamaOptions, IOptions<SearchOptions> options, TimeProvider time) : IDisposable
{
    // 4 MB of vectors of 1,024 numbers.
    private const int MostKnown = 1000;
    private const int MostAsking = 8;
    private static readonly TimeSpan BetweenTries = TimeSpan.FromSeconds(5);

    // A search that gives up earlier than that would never find out that Ollama is not to be waited for.
    private readonly TimeSpan _longest = ollamaOptions.Value.QueryDeadline < options.Value.TextDeadline ? ollamaOptions.Value.QueryDeadline : options.Value.TextDeadline;

    private readonly CancellationTokenSource _stop = new();
    private readonly TextVectorCache _known = new(MostKnown);
    private readonly Lock _lock = new();
    private readonly Dictionary<(int Generation, string Texts), Task<string?>> _asking = [];
    private string? _broken;
    private long _triedAt;

    /// <summary>Why Ollama is not waited for at present; null when it is.</summary>
    public string? Broken => Volatile.Read(ref _broken);

    /// <summary>Vectors of length 1 of the generation's own model.</summary>
    /// <returns>The vectors, in the order of the texts; or why there are none.</returns>
    public async Task<(IReadOnlyList<float[]> Vectors, string? Missing)> EmbedAsync(TextGeneration generation, IReadOnlyList<string> texts, CancellationToken cancellationToken)
    {
        string[] unknown = [.. texts.Distinct(StringComparer.Ordinal).Where(t => !_known.TryGet(generation.Id, t, out _))];
        var missing = unknown.Length == 0 ? null : await LearnAsync(generation, unknown, cancellationToken);
        if (missing is not null)
        {
            return ([], missing);
        }

        var vectors = new List<float[]>(texts.Count);
        foreach (var text in texts)
        {
            // Gone already only where a thousand others were learnt in between.
            if (!_known.TryGet(generation.Id, text, out var vector))
            {
                return ([], "Too many searches at once.");
            }

            vectors.Add(vector);
        }

        return (vectors, null);
    }

    public void Dispose()
    {
        _stop.Cancel();
        _stop.Dispose();
    }

    private async Task<string?> LearnAsync(TextGeneration generation, string[] texts, CancellationToken cancellationToken)
    {
        Task<string?> asking;
        lock (_lock)
        {
            var isBroken = _broken is not null;
            if (isBroken && time.GetElapsedTime(_triedAt) < BetweenTries)
            {
                return _broken;
            }

            // Who asks the same at the same time waits for the same answer.
            var key = (generation.Id, string.Join('\n', texts));
            if (!_asking.TryGetValue(key, out asking!))
            {
                if (_asking.Count >= MostAsking)
                {
                    return _broken ?? "Ollama has other searches to answer.";
                }

                _triedAt = time.GetTimestamp();
                asking = Task.Run(() => AskAsync(key, generation, texts), CancellationToken.None);
                _asking.Add(key, asking);
            }

            if (isBroken)
            {
                return _broken;
            }
        }

        try
        {
            return await asking.WaitAsync(_longest, time, cancellationToken);
        }
        catch (TimeoutException) when (!asking.IsCompleted)
        {
            // It goes on by itself: a model that is being loaded is there for the next search.
            return Break($"Ollama did not answer within {_longest.TotalMilliseconds:0} ms.");
        }
        catch (TimeoutException)
        {
            return await asking;
        }
    }

    /// <returns>Why it did not work; null when the vectors are known now.</returns>
    private async Task<string?> AskAsync((int, string) key, TextGeneration generation, string[] texts)
    {
        try
        {
            // What lies under the name may have been replaced: then its vectors are of another kind.
            var models = ollama.ModelsAsync(_stop.Token);
            var embedding = ollama.EmbedAsync(generation.Model, [.. texts.Select(t => generation.QueryPrefix + t)], generation.Dimension, null, _stop.Token);
            await Task.WhenAll(models, embedding);
            if (!(await models).Any(m => m.IsCalled(generation.Model) && m.Digest == generation.Digest))
            {
                return Break($"The model {generation.Model} was replaced in Ollama: pictures' texts have to be embedded again first.");
            }

            var vectors = await embedding;
            for (var i = 0; i < texts.Length; i++)
            {
                _known.Add(generation.Id, texts[i], vectors[i]);
            }

            Volatile.Write(ref _broken, null);
            return null;
        }
        catch (OllamaException exception)
        {
            // One that is about these words says nothing of the next.
            return exception.Fault == OllamaFault.BadInput ? exception.Message : Break(exception.Message);
        }
        catch (OperationCanceledException)
        {
            return "The app is stopping.";
        }
        finally
        {
            lock (_lock)
            {
                _asking.Remove(key);
            }
        }
    }

    private string Break(string why)
    {
        lock (_lock)
        {
            _triedAt = time.GetTimestamp();
            return _broken = why;
        }
    }
}
