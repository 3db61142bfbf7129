using System.Diagnostics.CodeAnalysis;

namespace Photoseek.Search.Cache;

/// <summary>
/// Keeps what was used lately, within a number of bytes. Two halves: what is used goes into the young one; when that is full it
/// becomes the old one, and what the old one held and nobody asked for is dropped.
/// </summary>
/// <param name="bytes">Most that it may hold; 0 keeps nothing.</param>
/// <param name="sizeOf">Bytes of an entry, about.</param>
internal sealed class BoundedCache<TKey, TValue>(long bytes, Func<TKey, TValue, long> sizeOf)
    where TKey : notnull
    where TValue : class
{
    private readonly Lock _lock = new();
    private Dictionary<TKey, TValue> _young = [];
    private Dictionary<TKey, TValue> _old = [];
    private long _youngBytes;

    /// <summary>Entries that it holds.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _young.Count + _old.Keys.Count(key => !_young.ContainsKey(key));
            }
        }
    }

    public bool TryGet(TKey key, [NotNullWhen(true)] out TValue? value)
    {
        lock (_lock)
        {
            if (_young.TryGetValue(key, out value))
            {
                return true;
            }

            if (!_old.Remove(key, out value))
            {
                return false;
            }

            Add(key, value);
            return true;
        }
    }

    public void Set(TKey key, TValue value)
    {
        lock (_lock)
        {
            Remove(key);
            Add(key, value);
        }
    }

    /// <summary>Drops an entry if it is still that value.</summary>
    public void Drop(TKey key, TValue value)
    {
        lock (_lock)
        {
            if ((_young.TryGetValue(key, out var held) || _old.TryGetValue(key, out held)) && ReferenceEquals(held, value))
            {
                Remove(key);
            }
        }
    }

    private void Add(TKey key, TValue value)
    {
        var size = sizeOf(key, value);
        if (size > bytes / 2)
        {
            return;
        }

        if (_youngBytes + size > bytes / 2)
        {
            (_old, _young) = (_young, []);
            _youngBytes = 0;
        }

        _young[key] = value;
        _youngBytes += size;
    }

    private void Remove(TKey key)
    {
        _old.Remove(key);
        if (_young.Remove(key, out var value))
        {
            _youngBytes -= sizeOf(key, value);
        }
    }
}
