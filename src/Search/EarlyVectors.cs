using Microsoft.Extensions.Options;
using Photoseek.Embedding.Onnx;
using Photoseek.Search.Language;
using Photoseek.Search.Queries;

namespace Photoseek.Search;

/// <summary>Makes the vectors of what is being typed, so that the search finds them made: a third of its time.</summary>
public sealed class EarlyVectors
{
    // Nobody searches for less.
    private const int Least = 3;

    private readonly QueryEmbedder _embedder;
    private readonly QueryVectors _vectors;
    private readonly SearchQueue _queue;
    private readonly TimeSpan _deadline;
    private readonly TimeProvider _time;
    private int _busy;

    internal EarlyVectors(QueryEmbedder embedder, QueryVectors vectors, SearchQueue queue, IOptions<SearchOptions> options, TimeProvider time)
    {
        _embedder = embedder;
        _vectors = vectors;
        _queue = queue;
        _deadline = options.Value.Deadline;
        _time = time;
    }

    /// <summary>
    /// Makes those of a text, one text at a time and only while nobody searches: whoever is in the way is left out, as the search itself makes
    /// what it lacks. What is wrong with the text is for the search to say.
    /// </summary>
    public async Task MakeAsync(string text)
    {
        if (text.Trim().Length is < Least or > SearchRequest.MaxTextLength || !_queue.IsQuiet(TimeSpan.Zero) || Interlocked.Exchange(ref _busy, 1) != 0)
        {
            return;
        }

        try
        {
            using var model = _embedder.Current();
            if (model is not null)
            {
                using var deadline = new CancellationTokenSource(_deadline, _time);
                await _vectors.OfAsync(new SearchRequest(), QueryParser.Parse(text), model, deadline.Token);
            }
        }
        catch (Exception exception) when (exception is InvalidSearchException or InvalidDataException or OnnxException or OperationCanceledException)
        {
            // The search meets it as well.
        }
        finally
        {
            Volatile.Write(ref _busy, 0);
        }
    }
}
