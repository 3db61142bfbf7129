using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;
using Photoseek.Embedding;
using Photoseek.Embedding.Models;
using Photoseek.Indexing.Worker;

namespace Photoseek.Indexing.Generations;

/// <summary>What a process does about the library's model when it begins.</summary>
internal sealed class GenerationOpening(GenerationRegistry registry, ModelCatalog catalog, ModelPool models, NpgsqlDataSource database, IOptions<EmbeddingOptions> options, IOptions<IndexingOptions> indexing, ILogger<IndexingWorker> log)
{
    /// <summary>
    /// Sees to it that something serves: the generation that the database says, or at the very first start the
    /// configured model; and that another configured model is being built.
    /// </summary>
    /// <param name="asServer">
    /// The command line is a guest: it replaces no model whose bundle it does not have, and its default is no wish.
    /// </param>
    /// <param name="cancellationToken">Stops it between two steps.</param>
    /// <returns>The model that serves; null when this machine has neither it nor, as a server, the configured one, or when other instances serve it.</returns>
    /// <exception cref="InvalidDataException">Nothing was served ever: the configured model is not here or cannot be loaded.</exception>
    public async Task<ModelUse?> OpenAsync(bool asServer, CancellationToken cancellationToken)
    {
        while (true)
        {
            var serving = await registry.ServingAsync(cancellationToken);
            var model = serving is null ? null : await FindAsync(serving.Model, cancellationToken);
            if (model is null && serving is not null && asServer && !await IsAloneAsync(cancellationToken))
            {
                // One instance whose copy is gone must not take the model from the others.
                log.ServingModelMissing(serving.Id, serving.Model.Name);
            }
            else if (model is null && (serving is null || asServer))
            {
                try
                {
                    model = await models.UseAsync(NameToBegin(), cancellationToken);
                }
                catch (InvalidDataException exception) when (serving is not null)
                {
                    log.NoModel(exception, serving.Model.Name, NameToBegin());
                    return null;
                }

                if (await registry.ServeAsync(model.Model.Identity, serving?.Id, cancellationToken) is null)
                {
                    // Another process was faster.
                    model.Dispose();
                    continue;
                }

                if (serving is not null)
                {
                    log.ServingModelGone(serving.Id, serving.Model.Name, model.Model.Identity.Name);
                }
            }

            if (asServer || options.Value.Model != EmbeddingOptions.ShippedModel)
            {
                await BuildConfiguredAsync(mustExist: asServer, cancellationToken);
            }

            return model;
        }
    }

    /// <summary>Begins to build the configured model if it is here and the configuration has not asked for it before.</summary>
    public Task BuildConfiguredAsync(CancellationToken cancellationToken) => BuildConfiguredAsync(mustExist: false, cancellationToken);

    private async Task BuildConfiguredAsync(bool mustExist, CancellationToken cancellationToken)
    {
        var name = options.Value.Model;
        if (IsToBeInstalled(name))
        {
            return;
        }

        if (mustExist)
        {
            catalog.Find(name);
        }

        try
        {
            using var model = await models.UseAsync(name, cancellationToken);
            if (await registry.BuildAsync(model.Model.Identity, configured: true, cancellationToken) == StartOutcome.Started)
            {
                log.BuildingConfigured(name);
            }
        }
        catch (InvalidDataException exception)
        {
            log.ConfiguredModelBroken(exception, name);
        }
    }

    private async Task<ModelUse?> FindAsync(ModelIdentity model, CancellationToken cancellationToken)
    {
        try
        {
            return await models.FindAsync(model, cancellationToken);
        }
        catch (InvalidDataException exception)
        {
            log.ServingModelBroken(exception, model.Name);
            return null;
        }
    }

    private async Task<bool> IsAloneAsync(CancellationToken cancellationToken) =>
        indexing.Value.Alone && await WorkerPresence.CountAsync(database, cancellationToken) == 0;

    // What came with the app serves while the wanted one is on its way.
    private string NameToBegin() => IsToBeInstalled(options.Value.Model) ? EmbeddingOptions.ShippedModel : options.Value.Model;

    private bool IsToBeInstalled(string name) => catalog.List().Any(l => l.Name == name && l.Folder is null);
}
