using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Threading.Channels;
using Microsoft.Extensions.Options;
using Photoseek.Embedding.Ollama;
using Photoseek.Search.Cache;

namespace Photoseek.Search.Explanations;

/// <summary>
/// Why the first results of a search were found, by a language model. Asking for one waits for nothing: it is put into a queue
/// that has an end, and is kept, once it is there, for searches with the same words, results and model.
/// </summary>
public sealed class SearchExplanations
{
    /// <summary>So many of the first results are explained.</summary>
    public const int MostPictures = 5;

    /// <summary>So many may wait; a search beyond goes without.</summary>
    internal const int MostWaiting = 16;

    private const long CacheBytes = 2 << 20;
    private const int EntryBytes = 300;
    private static readonly TimeSpan Age = TimeSpan.FromHours(1);

    private readonly OllamaOptions _options;
    private readonly TimeProvider _time;
    private readonly Channel<ExplanationTask> _waiting = Channel.CreateBounded<ExplanationTask>(MostWaiting);
    private readonly BoundedCache<string, Kept> _known = new(CacheBytes, static (_, kept) => EntryBytes + (2 * (kept.Explanation.Text?.Length ?? 0)));
    private readonly Lock _lock = new();
    private readonly HashSet<string> _pending = new(StringComparer.Ordinal);

    internal SearchExplanations(IOptions<OllamaOptions> options, TimeProvider time)
    {
        _options = options.Value;
        _time = time;
    }

    /// <summary>Whether there is a model to ask.</summary>
    public bool IsOn => _options.Enabled && _options.ExplanationModel.Length > 0;

    internal ChannelReader<ExplanationTask> Waiting => _waiting.Reader;

    /// <summary>Asks for an explanation, and gives the one that is known.</summary>
    /// <param name="query">As it was typed.</param>
    /// <param name="images">Results, best first; the first <see cref="MostPictures"/> are looked at.</param>
    /// <returns>How it stands; null where there is no model, nothing to explain, or too much to do.</returns>
    public Explanation? Ask(string query, IEnumerable<long> images)
    {
        long[] first = [.. images.Take(MostPictures)];
        if (!IsOn || first.Length == 0)
        {
            return null;
        }

        var id = IdOf(query.Trim(), first);
        lock (_lock)
        {
            if (Known(id) is { State: ExplanationState.Ready } known)
            {
                return known;
            }

            if (!_pending.Contains(id))
            {
                if (!_waiting.Writer.TryWrite(new ExplanationTask(id, query.Trim(), first, _time.GetTimestamp())))
                {
                    return null;
                }

                _pending.Add(id);
            }

            return new Explanation(id, ExplanationState.Pending);
        }
    }

    /// <summary>How an explanation stands that was asked for; null where it is not known, or not any more.</summary>
    public Explanation? Find(string id)
    {
        lock (_lock)
        {
            return _pending.Contains(id) ? new Explanation(id, ExplanationState.Pending) : Known(id);
        }
    }

    internal void Settle(Explanation explanation)
    {
        lock (_lock)
        {
            _pending.Remove(explanation.Id);
            _known.Set(explanation.Id, new Kept(explanation, _time.GetTimestamp()));
        }
    }

    private Explanation? Known(string id) => _known.TryGet(id, out var kept) && _time.GetElapsedTime(kept.Since) < Age ? kept.Explanation : null;

    private string IdOf(string query, long[] images)
    {
        var all = string.Create(CultureInfo.InvariantCulture, $"{ExplanationPrompt.Version}\n{_options.ExplanationModel}\n{string.Join(',', images)}\n{query}");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(all)).AsSpan(0, 16));
    }

    private sealed record Kept(Explanation Explanation, long Since);
}
