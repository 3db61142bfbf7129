using Dapper;
using Microsoft.Extensions.Logging;
using Npgsql;
using Photoseek.Embedding.Models;
using Photoseek.Indexing.Generations;

namespace Photoseek.Indexing;

/// <summary>Changes the model of the library without a gap: one generation serves while the next is built beside it.</summary>
public sealed class LibraryGenerations
{
    private readonly NpgsqlDataSource _database;
    private readonly GenerationOpening _opening;
    private readonly GenerationRegistry _registry;
    private readonly GenerationSwitch _switch;
    private readonly ModelCatalog _catalog;
    private readonly ModelPool _models;
    private readonly ILogger<IndexingWorker> _log;

    internal LibraryGenerations(
        NpgsqlDataSource database, GenerationOpening opening, GenerationRegistry registry, GenerationSwitch switching, ModelCatalog catalog, ModelPool models, ILogger<IndexingWorker> log)
    {
        _database = database;
        _opening = opening;
        _registry = registry;
        _switch = switching;
        _catalog = catalog;
        _models = models;
        _log = log;
    }

    /// <summary>
    /// For a server that starts: has the library served by the model that the database says (at the very first start by
    /// the configured one), and the configured one built if it is another.
    /// </summary>
    /// <returns>
    /// The model that serves, loaded and warm; the caller keeps it until somebody else uses it. Null where neither the library's
    /// nor the configured one can be had: what is written is still searched.
    /// </returns>
    /// <exception cref="InvalidDataException">There is no library yet, and the configured model is not here or cannot be loaded.</exception>
    public Task<ModelUse?> OpenAsync(CancellationToken cancellationToken) => _opening.OpenAsync(asServer: true, cancellationToken);

    /// <summary>Begins to build the configured model if it is here by now and was not asked for before.</summary>
    public Task StartConfiguredAsync(CancellationToken cancellationToken) => _opening.BuildConfiguredAsync(cancellationToken);

    /// <summary>The models of what is searched and of what is built.</summary>
    public async Task<IReadOnlyList<string>> ModelsInUseAsync(CancellationToken cancellationToken) =>
        [.. (await _registry.OpenAsync(cancellationToken)).Select(static generation => generation.Model.Name)];

    /// <summary>All generations, newest first.</summary>
    public async Task<IReadOnlyList<GenerationStatus>> ListAsync(CancellationToken cancellationToken)
    {
        const string sql = """
            select g.id, g.model, g.state, g.dimension,
                   (select count(*) from image_vectors v where v.generation_id = g.id)
                     - (select count(*) from images i join image_vectors v on v.image_id = i.id where i.hidden_at is not null and v.generation_id = g.id) as indexed,
                   (select count(*) from pending_images p where p.generation_id = g.id and p.state = 'failed') as failed,
                   (select count(*) from images) - (select count(*) from images where hidden_at is not null) as total, g.created_at as createdat
            from model_generations g
            order by g.id desc
            """;
        await using var connection = await _database.OpenConnectionAsync(cancellationToken);
        var rows = await connection.QueryAsync<Row>(new CommandDefinition(sql, cancellationToken: cancellationToken));
        return [.. rows.Select(static r => new GenerationStatus(
            r.Id, r.Model, r.State, r.Dimension, r.Indexed, r.State == "retired" ? 0 : Math.Max(0, r.Total - r.Indexed - r.Failed), r.Failed, r.Total,
            new DateTimeOffset(r.CreatedAt, TimeSpan.Zero)))];
    }

    /// <summary>
    /// Begins to build a generation with a bundle that is on this machine; it is looked for anew, so one put in place by
    /// hand is found. It takes the place of the one that serves by itself when it is complete.
    /// </summary>
    public async Task<StartOutcome> StartAsync(string model, CancellationToken cancellationToken)
    {
        if (!_catalog.List().Any(l => l.Name == model && l.Folder is not null))
        {
            return StartOutcome.UnknownModel;
        }

        try
        {
            using var use = await _models.UseAsync(model, cancellationToken);
            return await _registry.BuildAsync(use.Model.Identity, configured: false, cancellationToken);
        }
        catch (InvalidDataException exception)
        {
            _log.ModelBroken(exception, model);
            return StartOutcome.BrokenModel;
        }
    }

    /// <summary>Serves a generation that is complete, now, however many pictures have failed in it (but never one in which nothing would be found).</summary>
    public async Task<FlipOutcome> FlipAsync(int id, CancellationToken cancellationToken)
    {
        await _registry.OweMissingAsync(id, cancellationToken);
        return await _switch.FlipAsync(id, byHand: true, cancellationToken);
    }

    /// <summary>
    /// Serves the generation again that was served before, at once; done twice it undoes itself. Pictures that came
    /// since are indexed into it then.
    /// </summary>
    public async Task<RollBackOutcome> RollBackAsync(CancellationToken cancellationToken)
    {
        if (await _switch.PreviousAsync(cancellationToken) is not { } previous)
        {
            return RollBackOutcome.NothingBefore;
        }

        try
        {
            // Loaded before it serves, so that no search waits for it.
            using var use = await _models.FindAsync(previous.Model, cancellationToken);
            if (use is null)
            {
                return RollBackOutcome.ModelMissing;
            }

            return await _switch.ReturnAsync(previous.Id, cancellationToken) ? RollBackOutcome.RolledBack : RollBackOutcome.NothingBefore;
        }
        catch (InvalidDataException exception)
        {
            _log.ModelBroken(exception, previous.Model.Name);
            return RollBackOutcome.ModelMissing;
        }
    }

    /// <summary>Removes a generation that is not served, with its vectors; one that is being built is given up.</summary>
    public Task<DropOutcome> DropAsync(int id, CancellationToken cancellationToken) => _switch.DropAsync(id, cancellationToken);

    private sealed record Row(int Id, string Model, string State, int Dimension, long Indexed, long Failed, long Total, DateTime CreatedAt);
}
