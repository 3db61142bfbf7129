namespace Photoseek.Search.Ranking;

/// <summary>
/// A stream of candidates in blocks that are the same for every page of a query: inside a block candidates are sorted by
/// their exact distances, and none leaves its block.
/// </summary>
/// <param name="least">
/// How many candidates the first block has at least, if there are so many: where a filter leaves half of the ranks, the block
/// goes on until so many match. What is shown first comes from many times as many, whatever the filter.
/// </param>
internal sealed class CandidateBlocks(int least)
{
    /// <summary>The first ranks of the codes that are compared exactly: many times the ten that are looked at most.</summary>
    public const int First = 200;

    /// <summary>The last: what a filter has not found by then is looked for in Postgres.</summary>
    public const int Last = First << 8;

    private readonly List<List<Candidate>> _blocks = [];

    /// <summary>Candidates in all blocks.</summary>
    public int Count => _blocks.Sum(static b => b.Count);

    public IReadOnlyList<IReadOnlyList<Candidate>> Blocks => _blocks;

    /// <summary>Whether the first <paramref name="wanted"/> candidates stand fast.</summary>
    public bool Hold(int wanted) => Count >= wanted && !GoesOn;

    private bool GoesOn => _blocks.Count == 0 || (_blocks.Count == 1 && _blocks[0].Count < least);

    /// <summary>The end of the block that holds a rank: 200, 400, 800 ... 51,200.</summary>
    public static int EndOf(long rank)
    {
        var end = First;
        while (end < rank && end < Last)
        {
            end *= 2;
        }

        return end;
    }

    /// <summary>How deep to look next when so many of so many matched and so many are wanted.</summary>
    public static int Deeper(int depth, int found, int wanted) =>
        EndOf(Math.Max(2L * depth, (long)(depth * 1.2 * wanted / Math.Max(found, 1))));

    /// <summary>Candidates as one list is a stream in blocks of a length.</summary>
    public static IReadOnlyList<IReadOnlyList<Candidate>> Split(IReadOnlyList<Candidate> stream, int length) => [.. stream.Chunk(length)];

    /// <summary>Adds the ranks from one end of a block to another.</summary>
    /// <param name="ranked">Images by rank, from the first.</param>
    /// <param name="from">0 or the end of a block.</param>
    /// <param name="to">The end of a block.</param>
    /// <param name="distances">Of those that match.</param>
    public void Add(IReadOnlyList<long> ranked, int from, int to, IReadOnlyDictionary<long, double> distances)
    {
        for (var start = from; start < to && start < ranked.Count; start = EndOf(start + 1))
        {
            var matching = ranked.Take(EndOf(start + 1)).Skip(start).Where(distances.ContainsKey).Select(id => new Candidate(id, distances[id]));
            if (GoesOn && _blocks.Count > 0)
            {
                _blocks[0].AddRange(matching);
            }
            else
            {
                _blocks.Add([.. matching]);
            }
        }
    }

    /// <summary>Adds what comes after all others.</summary>
    public void AddLast(IReadOnlyList<Candidate> rest) => _blocks.Add([.. rest]);

    /// <summary>Puts candidates that no ranking knows to where their distances say.</summary>
    /// <param name="loose">Candidates.</param>
    /// <param name="complete">Whether nothing follows the last block; otherwise what is further away than all is left to deeper pages.</param>
    public void Insert(IEnumerable<Candidate> loose, bool complete)
    {
        if (_blocks.Count == 0 && complete)
        {
            _blocks.Add([]);
        }

        var ends = _blocks.ConvertAll(static block => block.Count == 0 ? double.NegativeInfinity : block.Max(static c => c.Distance));
        foreach (var candidate in loose)
        {
            var at = ends.FindIndex(end => end >= candidate.Distance);
            if (at < 0 && complete)
            {
                at = ends.Count - 1;
            }

            if (at >= 0)
            {
                _blocks[at].Add(candidate);
            }
        }
    }
}
