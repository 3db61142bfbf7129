using Microsoft.Extensions.Options;
using Photoseek.Embedding;
using Photoseek.Embedding.Models;

namespace Photoseek.App.Hosting;

/// <summary>Loads the configured model while the database is opened, as it is the one that the library wants in the end, nearly always.</summary>
internal sealed class EarlyModel : IDisposable
{
    private readonly Task<ModelUse> _use;

    private EarlyModel(ModelPool pool, string name)
    {
        Pool = pool;
        _use = pool.UseAsync(name, CancellationToken.None);
    }

    /// <summary>What it is loaded into, for who opens the library.</summary>
    public ModelPool Pool { get; }

    /// <summary>Begins to load. What is wrong with the model or its settings is for those to say who need it.</summary>
    public static EarlyModel Begin(AppSettings settings, ILoggerFactory loggers)
    {
        var options = Options.Create(settings.Configuration.GetSection("Embedding").Get<EmbeddingOptions>() ?? new EmbeddingOptions());
        return new EarlyModel(new ModelPool(new ModelCatalog(options), options, TimeProvider.System, loggers.CreateLogger<ModelPool>()), options.Value.Model);
    }

    /// <summary>Lets go of the model: it stays loaded if somebody else uses it.</summary>
    public void Dispose() => _ = EndAsync();

    private async Task EndAsync()
    {
        await ((Task)_use).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_use.IsCompletedSuccessfully)
        {
            (await _use).Dispose();
        }
    }
}
