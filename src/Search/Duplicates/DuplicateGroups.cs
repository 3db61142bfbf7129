namespace Photoseek.Search.Duplicates;

/// <summary>Joins pairs into groups: what is nearly the same as one of a group is of the group.</summary>
internal sealed class DuplicateGroups
{
    private readonly Dictionary<long, long> _above = [];

    /// <summary>All images that were named, each with its group: the lowest id among its images and their former groups.</summary>
    public IEnumerable<(long Image, long Group)> All => _above.Keys.Order().Select(id => (id, TopOf(id)));

    /// <summary>Says that two belong together; an image and its former group, too.</summary>
    public void Join(long one, long other)
    {
        var (first, second) = (TopOf(one), TopOf(other));
        _above[Math.Max(first, second)] = Math.Min(first, second);
    }

    private long TopOf(long id)
    {
        _above.TryAdd(id, id);
        while (_above[id] != id)
        {
            _above[id] = _above[_above[id]];
            id = _above[id];
        }

        return id;
    }
}
