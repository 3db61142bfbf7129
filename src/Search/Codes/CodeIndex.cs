using Photoseek.Search.Queries;

namespace Photoseek.Search.Codes;

/// <summary>
/// The codes of one generation. Any number of scans run while one writer adds and removes rows. The writer never takes a row
/// away from a scan that may need it: a row goes when the scans that began before its successor was there have ended, and its
/// place is used again one change later.
/// </summary>
/// <param name="generation">The generation.</param>
/// <param name="scale">How its vectors become codes.</param>
internal sealed class CodeIndex(int generation, CodeScale scale)
{
    private readonly Lock _growing = new();
    private readonly Queue<int> _free = [];
    private readonly List<int> _leaving = [];
    private volatile CodeSegment[] _segments = [];
    private RowTable? _table;
    private int _rows;
    private volatile PgSnapshot _seen = PgSnapshot.Nothing;

    public int Generation { get; } = generation;

    public CodeScale Scale { get; } = scale;

    public ScanEpochs Scans { get; } = new();

    /// <summary>The state of the library that is in here; a scan that begins later sees no less.</summary>
    public PgSnapshot Seen => _seen;

    /// <summary>Rows up to here may be alive.</summary>
    public int Rows => Volatile.Read(ref _rows);

    /// <summary>Images in here.</summary>
    public int Count => Rows - _free.Count - _leaving.Count;

    /// <summary>Rows when it was loaded.</summary>
    public int Loaded { get; private set; }

    public IReadOnlyList<CodeSegment> Segments => _segments;

    private RowTable Table => _table ??= new RowTable(IdOf);

    /// <summary>The image of a row; 0 for a row that has none any more.</summary>
    public long IdOf(int row) => _segments[row >> CodeSegment.Shift].Ids[row & (CodeSegment.Rows - 1)];

    /// <summary>The row of an image; negative where it has none. Between <see cref="ScanEpochs.Begin"/> and its end no row becomes another image's.</summary>
    public int RowOf(long image) => Table.Find(image);

    /// <summary>Every image in here. For the writer alone.</summary>
    public IEnumerable<long> Ids() => Enumerable.Range(0, Rows).Select(IdOf).Where(static id => id != 0);

    /// <summary>Makes room for rows while it is loaded; any number of threads may do so at a time.</summary>
    /// <returns>The first row.</returns>
    public int Reserve(int rows)
    {
        lock (_growing)
        {
            var first = _rows;
            Grow(first + rows);
            Volatile.Write(ref _rows, first + rows);
            return first;
        }
    }

    /// <summary>Writes a row that nobody reads yet, or that is dead.</summary>
    /// <param name="row">From <see cref="Reserve"/>, or free.</param>
    /// <param name="id">Its image.</param>
    /// <param name="vector">Its vector.</param>
    /// <param name="work">Numbers to work in, as for <see cref="CodeScale.Encode"/>.</param>
    public void Write(int row, long id, ReadOnlySpan<float> vector, Span<float> work)
    {
        var segment = _segments[row >> CodeSegment.Shift];
        var at = row & (CodeSegment.Rows - 1);
        var factor = Scale.Encode(vector, segment.High.Slice(at * Scale.Stride, Scale.Stride), segment.Low.Slice(at * Scale.Stride, Scale.Stride), work);
        segment.Ids[at] = id;

        // Last, as this brings the row to life.
        Volatile.Write(ref segment.Scales[at], factor);
    }

    /// <summary>A row's vector, right but for rounding; null for a row that has just been removed.</summary>
    public float[]? Read(int row)
    {
        var segment = _segments[row >> CodeSegment.Shift];
        var at = row & (CodeSegment.Rows - 1);
        var factor = Volatile.Read(ref segment.Scales[at]);
        return float.IsNaN(factor) ? null : Scale.Decode(segment.High.Slice(at * Scale.Stride, Scale.Stride), segment.Low.Slice(at * Scale.Stride, Scale.Stride), factor);
    }

    /// <summary>Ends loading.</summary>
    /// <param name="state">The state that was loaded.</param>
    public void Complete(PgSnapshot state)
    {
        _seen = state;
        Loaded = Rows;
        for (var row = 0; row < Loaded; row++)
        {
            Table.Set(IdOf(row), row);
        }
    }

    /// <summary>Takes in what changed between <see cref="Seen"/> and another state.</summary>
    /// <param name="changes">Of these images the vectors are new; all others that were removed are gone.</param>
    /// <param name="time">For waiting until scans have ended, which have a deadline of their own.</param>
    public async Task ApplyAsync(CodeChanges changes, TimeProvider time)
    {
        var written = Append(changes);
        _seen = changes.State;
        var removed = changes.Removed.Where(id => !changes.Vectors.ContainsKey(id)).Select(Table.Find).Where(static row => row >= 0).ToList();
        var leaving = written.Where(static w => w.OldRow >= 0).Select(static w => w.OldRow).Concat(removed).ToList();
        if (leaving.Count > 0 || _leaving.Count > 0)
        {
            await Scans.DrainAsync(time);
            _leaving.ForEach(_free.Enqueue);
            _leaving.Clear();
            leaving.ForEach(Kill);
        }

        // Now that no two rows have one id.
        written.ForEach(w => Table.Set(w.Id, w.Row));
    }

    private List<(long Id, int OldRow, int Row)> Append(CodeChanges changes)
    {
        var written = new List<(long Id, int OldRow, int Row)>();
        var work = new float[Scale.Width];
        foreach (var (id, vector) in changes.Vectors)
        {
            // Looked up before a row that was another's gets this id.
            var old = Table.Find(id);
            var row = _free.TryDequeue(out var free) ? free : Reserve(1);
            Write(row, id, vector, work);
            written.Add((id, old, row));
        }

        return written;
    }

    private void Kill(int row)
    {
        var segment = _segments[row >> CodeSegment.Shift];
        segment.Scales[row & (CodeSegment.Rows - 1)] = CodeSegment.Dead;
        segment.Ids[row & (CodeSegment.Rows - 1)] = 0;
        _leaving.Add(row);
    }

    private void Grow(int rows)
    {
        var needed = (rows + CodeSegment.Rows - 1) >> CodeSegment.Shift;
        if (needed > _segments.Length)
        {
            _segments = [.. _segments, .. Enumerable.Range(0, needed - _segments.Length).Select(_ => new CodeSegment(Scale.Stride))];
        }
    }
}
