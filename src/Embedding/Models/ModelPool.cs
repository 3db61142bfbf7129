using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Photoseek.Embedding.Models;

/// <summary>
/// The loaded models: each bundle is loaded once, however many ask for it, and unloaded when the last
/// <see cref="ModelUse"/> of it ends, so never while it runs.
/// </summary>
public sealed class ModelPool
{
    private readonly ModelCatalog _catalog;
    private readonly EmbeddingOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<ModelPool> _logger;
    private readonly BundleHashes _hashes = new();
    private readonly Lock _lock = new();

    // By what the bundle is (its hash), not by its name: the same bundle may lie in two folders.
    private readonly Dictionary<string, Slot> _slots = new(StringComparer.Ordinal);

    /// <summary>A pool of the catalogue's bundles; nothing is loaded yet.</summary>
    public ModelPool(ModelCatalog catalog, IOptions<EmbeddingOptions> options, TimeProvider time, ILogger<ModelPool> logger)
    {
        _catalog = catalog;
        _options = options.Value;
        _time = time;
        _logger = logger;
    }

    /// <summary>The models that are loaded now.</summary>
    public IReadOnlyList<ModelIdentity> Loaded
    {
        get
        {
            lock (_lock)
            {
                return [.. _slots.Values.Where(s => s.Loading.IsCompletedSuccessfully).Select(s => s.Model.Identity)];
            }
        }
    }

    /// <summary>Uses the bundle of that name, which is looked for anew: one put in place by hand is found.</summary>
    /// <exception cref="InvalidDataException">It is not here or cannot be loaded; says why.</exception>
    public async Task<ModelUse> UseAsync(string name, CancellationToken cancellationToken)
    {
        var folder = _catalog.Find(name);
        return await UseAsync(folder, await HashAsync(folder, cancellationToken), cancellationToken);
    }

    /// <summary>Uses the bundle that makes these vectors, whatever it is called here; null when there is none.</summary>
    /// <exception cref="InvalidDataException">It is here but cannot be loaded; says why.</exception>
    public async Task<ModelUse?> FindAsync(ModelIdentity identity, CancellationToken cancellationToken)
    {
        // One that is loaded is good, though its files were removed or replaced by others since.
        var use = await UseLoadedAsync(identity.Sha256, cancellationToken);
        if (use is null)
        {
            if (await FolderOfAsync(identity, cancellationToken) is not { } folder)
            {
                return null;
            }

            use = await UseAsync(folder, identity.Sha256, cancellationToken);
        }

        if (use.Model.Identity with { Name = identity.Name } == identity)
        {
            return use;
        }

        use.Dispose();
        return null;
    }

    internal ModelUse Share(ClipModel model)
    {
        lock (_lock)
        {
            _slots[model.Identity.Sha256].Uses++;
        }

        return new ModelUse(this, model);
    }

    internal void End(ClipModel model) => End(model.Identity.Sha256);

    private async Task<string?> FolderOfAsync(ModelIdentity identity, CancellationToken cancellationToken)
    {
        // The name is a hint where to look first: hashing a bundle reads all of it.
        foreach (var bundle in _catalog.List().Where(l => l.Folder is not null).OrderBy(l => l.Name == identity.Name ? 0 : 1))
        {
            if (await HashAsync(bundle.Folder!, cancellationToken) == identity.Sha256)
            {
                return bundle.Folder;
            }
        }

        return null;
    }

    private async Task<string> HashAsync(string folder, CancellationToken cancellationToken)
    {
        try
        {
            return await Task.Run(() => _hashes.Of(folder), cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InvalidDataException($"{folder} cannot be read: {e.Message}", e);
        }
    }

    private async Task<ModelUse> UseAsync(string folder, string sha256, CancellationToken cancellationToken)
    {
        Slot? slot;
        lock (_lock)
        {
            if (!_slots.TryGetValue(sha256, out slot))
            {
                slot = new Slot(Task.Run(() => Load(folder, sha256), CancellationToken.None));
                _slots.Add(sha256, slot);
            }

            slot.Uses++;
        }

        return await UseAsync(slot, sha256, cancellationToken);
    }

    private async Task<ModelUse?> UseLoadedAsync(string sha256, CancellationToken cancellationToken)
    {
        Slot? slot;
        lock (_lock)
        {
            if (!_slots.TryGetValue(sha256, out slot))
            {
                return null;
            }

            slot.Uses++;
        }

        return await UseAsync(slot, sha256, cancellationToken);
    }

    private async Task<ModelUse> UseAsync(Slot slot, string sha256, CancellationToken cancellationToken)
    {
        try
        {
            return new ModelUse(this, await slot.Loading.WaitAsync(cancellationToken));
        }
        catch
        {
            End(sha256);
            throw;
        }
    }

    private void End(string sha256)
    {
        Slot slot;
        lock (_lock)
        {
            slot = _slots[sha256];
            if (--slot.Uses > 0)
            {
                return;
            }

            _slots.Remove(sha256);
        }

        _ = slot.UnloadAsync();
    }

    private ClipModel Load(string folder, string sha256)
    {
        var start = _time.GetTimestamp();
        var model = ClipModel.Load(folder, _options);
        if (model.Identity.Sha256 != sha256)
        {
            model.Dispose();
            throw new InvalidDataException($"{folder} changed while it was being loaded.");
        }

        LogMessages.Loaded(_logger, model.Identity.Name, folder, _time.GetElapsedTime(start).TotalMilliseconds, model.Identity.Dimension, sha256);
        return model;
    }

    private sealed class Slot(Task<ClipModel> loading)
    {
        public Task<ClipModel> Loading { get; } = loading;

        public int Uses { get; set; }

        public ClipModel Model => Loading.GetAwaiter().GetResult();

        // Who asked may have left before it was loaded.
        public async Task UnloadAsync()
        {
            await ((Task)Loading).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (Loading.IsCompletedSuccessfully)
            {
                Model.Dispose();
            }
        }
    }
}
