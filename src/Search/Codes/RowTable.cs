namespace Photoseek.Search.Codes;

/// <summary>Which row an image has: open addressing over the rows themselves, eight bytes a row instead of a dictionary's forty.</summary>
/// <param name="idOf">The image of a row; 0 for a row that has none any more, which is then passed by.</param>
internal sealed class RowTable(Func<int, long> idOf)
{
    private const int Empty = -1;
    private volatile int[] _slots = NewSlots(1024);
    private int _used;

    /// <summary>The row of an image; -1 where it has none. Any number of threads may ask while another one sets.</summary>
    public int Find(long id)
    {
        // A slot is read once: it may be another image's the next moment.
        var slots = _slots;
        for (var slot = First(slots, id); ; slot = (slot + 1) & (slots.Length - 1))
        {
            var row = slots[slot];
            if (row == Empty || idOf(row) == id)
            {
                return row;
            }
        }
    }

    /// <summary>From now on the image has this row, and no other has its id.</summary>
    public void Set(long id, int row)
    {
        if (2 * _used >= _slots.Length)
        {
            Rebuild();
        }

        var slots = _slots;
        var slot = SlotOf(slots, id);
        _used += slots[slot] == Empty ? 1 : 0;
        slots[slot] = row;
    }

    private static int[] NewSlots(int count)
    {
        var slots = new int[count];
        Array.Fill(slots, Empty);
        return slots;
    }

    private void Rebuild()
    {
        var rows = _slots.Where(row => row != Empty && idOf(row) != 0).ToArray();
        var wider = NewSlots(rows.Length * 4 > _slots.Length ? 2 * _slots.Length : _slots.Length);
        _used = 0;
        foreach (var row in rows)
        {
            var slot = SlotOf(wider, idOf(row));
            _used += wider[slot] == Empty ? 1 : 0;
            wider[slot] = row;
        }

        _slots = wider;
    }

    private int SlotOf(int[] slots, long id)
    {
        var slot = First(slots, id);
        while (slots[slot] != Empty && idOf(slots[slot]) != id)
        {
            slot = (slot + 1) & (slots.Length - 1);
        }

        return slot;
    }

    // Fibonacci hashing: ids count up, and the multiplication spreads them.
    private static int First(int[] slots, long id) => (int)(((ulong)id * 0x9E37_79B9_7F4A_7C15) >> 32) & (slots.Length - 1);
}
