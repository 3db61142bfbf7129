using Npgsql;
using Photoseek.Indexing.Generations;
using Photoseek.Indexing.Simulation;

namespace Photoseek.Indexing;

/// <summary>
/// Fills a library with pictures that do not exist, to see how it does with a million: clustered vectors and metadata,
/// through the tables that real ones go through, in a source of their own that can be removed like any other.
/// </summary>
public sealed class LibrarySimulation
{
    /// <summary>The source of simulated pictures.</summary>
    public const string SourceName = "simulated";

    private readonly SimulatedLoad _load;
    private readonly GenerationRegistry _registry;
    private readonly GenerationOpening _opening;
    private readonly SimulatedIndex _index;
    private readonly NpgsqlDataSource _database;

    internal LibrarySimulation(NpgsqlDataSource database, SimulatedLoad load, SimulatedIndex index, GenerationRegistry registry, GenerationOpening opening)
    {
        _database = database;
        _load = load;
        _index = index;
        _registry = registry;
        _opening = opening;
    }

    /// <summary>
    /// Writes the pictures that are missing, and takes the vector index away first where building it anew is quicker than
    /// keeping it up. One that was broken off is gone on with; a library of another seed is not mixed with.
    /// </summary>
    /// <param name="request">What is wanted.</param>
    /// <param name="progress">Pictures of those that are wanted.</param>
    /// <param name="cancellationToken">Stops it after some thousand pictures, all of which stay.</param>
    /// <exception cref="InvalidDataException">The library has none of the model's vectors, or simulated pictures of another kind.</exception>
    /// <exception cref="InvalidOperationException">Another process is at it.</exception>
    public async Task<SimulationResult> WriteAsync(SimulationRequest request, IProgress<ImportProgress>? progress, CancellationToken cancellationToken)
    {
        var generation = await FindAsync(request.Model, cancellationToken);
        await using var turn = await SimulationTurn.TakeAsync(_database, cancellationToken);
        var (source, written) = await _load.FindAsync(generation.Store, request.Seed, cancellationToken);
        var missing = Math.Max(0, request.Count - written);
        if (missing > 0)
        {
            await using var alone = await _index.DropBeforeAsync(generation.Store, missing, cancellationToken);
            await _load.RunAsync(generation.Store, source, request, written, progress, cancellationToken);
        }

        return new SimulationResult(generation.Model.Name, written + missing, missing);
    }

    /// <summary>Builds the vector index where it is not there, or waits for another process that does.</summary>
    /// <param name="model">As it was asked for to be written.</param>
    /// <param name="progress">How much of the index there is; never quite the end, as what comes after the graph is not counted.</param>
    /// <param name="cancellationToken">Stops it; it is begun anew the next time.</param>
    public async Task BuildIndexAsync(string? model, IProgress<ImportProgress>? progress, CancellationToken cancellationToken) =>
        await _index.BuildAsync((await FindAsync(model, cancellationToken)).Store, progress, cancellationToken);

    private async Task<OpenGeneration> FindAsync(string? model, CancellationToken cancellationToken)
    {
        if (await _registry.ServingAsync(cancellationToken) is null)
        {
            // A library that was never served: it begins with the configured model.
            using var use = await _opening.OpenAsync(asServer: false, cancellationToken);
        }

        var open = await _registry.OpenAsync(cancellationToken);
        return open.FirstOrDefault(generation => model is null ? generation.Serving : generation.Model.Name == model)
            ?? throw new InvalidDataException($"The library is neither served with the model \"{model}\" nor being built with it: ./photoseek reindex --model {model} begins that.");
    }
}
