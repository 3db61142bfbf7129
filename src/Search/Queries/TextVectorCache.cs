using System.Diagnostics.CodeAnalysis;

namespace Photoseek.Search.Queries;

/// <summary>The vectors of the latest queries, in memory. Thread-safe. Vectors of a generation never change, so nothing goes stale.</summary>
internal sealed class TextVectorCache(int most)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<(int Generation, string Text), LinkedListNode<((int, string) Key, float[] Vector)>> _known = [];
    private readonly LinkedList<((int Generation, string Text) Key, float[] Vector)> _latest = [];

    public bool TryGet(int generation, string text, [NotNullWhen(true)] out float[]? vector)
    {
        lock (_lock)
        {
            if (!_known.TryGetValue((generation, text), out var node))
            {
                vector = null;
                return false;
            }

            _latest.Remove(node);
            _latest.AddFirst(node);
            vector = node.Value.Vector;
            return true;
        }
    }

    public void Add(int generation, string text, float[] vector)
    {
        lock (_lock)
        {
            if (!_known.TryAdd((generation, text), new(((generation, text), vector))))
            {
                return;
            }

            _latest.AddFirst(_known[(generation, text)]);
            if (_latest.Count > most)
            {
                _known.Remove(_latest.Last!.Value.Key);
                _latest.RemoveLast();
            }
        }
    }
}
