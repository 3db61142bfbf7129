namespace Photoseek.Embedding.Models;

/// <summary>The right to run a model of the <see cref="ModelPool"/>: it stays loaded until every use of it is disposed.</summary>
public sealed class ModelUse : IDisposable
{
    private readonly ModelPool _pool;
    private int _ended;

    internal ModelUse(ModelPool pool, ClipModel model)
    {
        _pool = pool;
        Model = model;
    }

    /// <summary>The model, loaded and warm.</summary>
    public ClipModel Model { get; }

    /// <summary>Another use of the same model, with an end of its own; only while this one has not ended.</summary>
    public ModelUse Share()
    {
        ObjectDisposedException.ThrowIf(Volatile.Read(ref _ended) != 0, this);
        return _pool.Share(Model);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _ended, 1) == 0)
        {
            _pool.End(Model);
        }
    }
}
