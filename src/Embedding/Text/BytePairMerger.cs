namespace Photoseek.Embedding.Text;

/// <summary>
/// Joins the symbols of a word by the vocabulary's merges: again and again the earliest-learnt pair, leftmost first.
/// </summary>
internal sealed class BytePairMerger
{
    // Pair of ids, to the merge's rank and the id of what it makes.
    private readonly Dictionary<(int Left, int Right), (int Rank, int Id)> _merges;

    public BytePairMerger(Dictionary<(int Left, int Right), (int Rank, int Id)> merges) => _merges = merges;

    /// <summary>Merges in place and answers how many symbols are left. Takes n log n time, whatever the word.</summary>
    public int Merge(Span<int> symbols)
    {
        var next = new int[symbols.Length];
        var previous = new int[symbols.Length];
        var queue = new PriorityQueue<(int Left, int LeftId, int RightId), (int Rank, int Left)>();
        for (var i = 0; i < symbols.Length; i++)
        {
            next[i] = i + 1;
            previous[i] = i - 1;
            if (i > 0)
            {
                Offer(queue, symbols, i - 1, i);
            }
        }

        while (queue.TryDequeue(out var pair, out _))
        {
            var left = pair.Left;
            if (symbols[left] != pair.LeftId || next[left] is var right && (right >= symbols.Length || symbols[right] != pair.RightId))
            {
                continue; // One of the two has been merged with another neighbour meanwhile.
            }

            symbols[left] = _merges[(pair.LeftId, pair.RightId)].Id;
            symbols[right] = -1;
            next[left] = next[right];
            if (next[left] < symbols.Length)
            {
                previous[next[left]] = left;
                Offer(queue, symbols, left, next[left]);
            }

            if (previous[left] >= 0)
            {
                Offer(queue, symbols, previous[left], left);
            }
        }

        var count = 0;
        for (var i = 0; i < symbols.Length; i = next[i])
        {
            symbols[count++] = symbols[i];
        }

        return count;
    }

    private void Offer(
        PriorityQueue<(int Left, int LeftId, int RightId), (int Rank, int Left)> queue, ReadOnlySpan<int> symbols, int left, int right)
    {
        if (_merges.TryGetValue((symbols[left], symbols[right]), out var merge))
        {
            queue.Enqueue((left, symbols[left], symbols[right]), (merge.Rank, left));
        }
    }
}
