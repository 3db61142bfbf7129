using Dapper;
using Npgsql;
using Photoseek.Indexing.Generations;
using Photoseek.Indexing.Sources;

namespace Photoseek.Indexing.Simulation;

/// <summary>Writes simulated pictures, some thousand in a transaction, so that what is there is always a whole beginning.</summary>
internal sealed class SimulatedLoad(NpgsqlDataSource database)
{
    private const int Batch = 5_000;

    /// <summary>The source of simulated pictures, made when it is not there, and how many it has.</summary>
    /// <exception cref="InvalidDataException">They are of another seed, or some have no vector of this generation.</exception>
    public async Task<(int Source, long Written)> FindAsync(Generation generation, int seed, CancellationToken cancellationToken)
    {
        const string add = "insert into sources (name, kind, root) values (@SourceName, 'store', '') on conflict (name) do nothing";
        const string find = "select id, kind from sources where name = @SourceName";
        const string count = """
            select count(*) as written,
                   count(*) filter (where not starts_with(o.key, @folder)) as others,
                   count(*) filter (where v.image_id is null) as bare
            from image_objects o
            left join image_vectors v on v.generation_id = @generation and v.image_id = o.image_id
            where o.source_id = @source
            """;
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var name = new { LibrarySimulation.SourceName };
        await connection.ExecuteAsync(new CommandDefinition(add, name, cancellationToken: cancellationToken));
        var (source, kind) = await connection.QuerySingleAsync<(int, string)>(new CommandDefinition(find, name, cancellationToken: cancellationToken));
        if (kind != "store")
        {
            throw new InvalidDataException($"The library has a source \"{LibrarySimulation.SourceName}\" of another kind: remove it first.");
        }

        var arguments = new { source, generation = generation.Id, folder = SimulatedPictures.Folder(seed) };
        var (written, others, bare) = await connection.QuerySingleAsync<(long, long, long)>(new CommandDefinition(count, arguments, commandTimeout: 300, cancellationToken: cancellationToken));
        if (others > 0 || bare > 0)
        {
            var reason = others > 0 ? "of another seed" : "without vectors of this model";
            throw new InvalidDataException($"The library has simulated pictures {reason}; \"photoseek sources remove {LibrarySimulation.SourceName}\" takes them out.");
        }

        return (source, written);
    }

    /// <summary>Writes those that are missing.</summary>
    public async Task RunAsync(
        Generation generation, int source, SimulationRequest request, long written, IProgress<ImportProgress>? progress, CancellationToken cancellationToken)
    {
        const string analyze = "analyze images, image_objects, image_vectors";
        var vectors = new SimulatedVectors(request.Seed, generation.Dimension);
        await using var connection = await database.OpenConnectionAsync(cancellationToken);

        // The next ones are made while these are written.
        var next = MakeAsync(vectors, request, written, cancellationToken);
        while (written < request.Count)
        {
            var batch = await next;
            next = MakeAsync(vectors, request, written + batch.Count, cancellationToken);
            await WriteAsync(connection, batch, source, generation, cancellationToken);
            written += batch.Count;
            progress?.Report(new ImportProgress((int)written, (int)request.Count, LibrarySimulation.SourceName));
        }

        await connection.ExecuteAsync(new CommandDefinition(analyze, commandTimeout: 0, cancellationToken: cancellationToken));
    }

    private static Task<SimulatedBatch> MakeAsync(SimulatedVectors vectors, SimulationRequest request, long first, CancellationToken cancellationToken) =>
        Task.Run(() => SimulatedBatch.Make(vectors, request.Seed, first, (int)Math.Clamp(request.Count - first, 0, Batch)), cancellationToken);

    private static async Task WriteAsync(NpgsqlConnection connection, SimulatedBatch batch, int source, Generation generation, CancellationToken cancellationToken)
    {
        const string reserve = "select nextval(pg_get_serial_sequence('images', 'id')) from generate_series(1, @Count)";
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await LibraryLock.AddingAsync(transaction, cancellationToken);
        var ids = await connection.QueryAsync<long>(new CommandDefinition(reserve, new { batch.Count }, transaction, cancellationToken: cancellationToken));
        await batch.WriteAsync(connection, source, generation.Id, [.. ids], cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }
}
