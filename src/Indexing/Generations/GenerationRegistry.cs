using Dapper;
using Microsoft.Extensions.Logging;
using Npgsql;
using Photoseek.Embedding.Models;
using Photoseek.Indexing.Sources;

namespace Photoseek.Indexing.Generations;

/// <summary>Keeps the generation of the loaded model: its row, its partition, and its share of the work list.</summary>
internal sealed class GenerationRegistry(NpgsqlDataSource database, ILogger<IndexingWorker> log)
{
    private const int Chunk = 5000;

    /// <summary>Makes the model's generation the served one and owes it every image that it has no vector of.</summary>
    public async Task<Generation> ServeAsync(ModelIdentity model, CancellationToken cancellationToken)
    {
        var generation = await FlipAsync(model, cancellationToken);
        var owed = await OweMissingAsync(generation.Id, cancellationToken);
        log.ServingGeneration(generation.Id, model.Name, model.Dimension, owed);
        return generation;
    }

    private async Task<Generation> FlipAsync(ModelIdentity model, CancellationToken cancellationToken)
    {
        const string add = """
            insert into model_generations (model, model_sha256, dimension, preprocessing_version, state)
            values (@Name, @Sha256, @Dimension, @PreprocessingVersion, 'building')
            on conflict (model_sha256, preprocessing_version, dimension) do nothing
            """;
        const string find = """
            select id from model_generations
            where model_sha256 = @Sha256 and preprocessing_version = @PreprocessingVersion and dimension = @Dimension
            """;
        const string start = "select start_generation(@id)";
        const string retire = "update model_generations set state = 'retired' where state = 'serving' and id <> @id";
        const string serve = "update model_generations set state = 'serving', model = @Name where id = @id and (state <> 'serving' or model <> @Name)";
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await LibraryLock.AloneAsync(transaction, cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(add, model, transaction, cancellationToken: cancellationToken));
        var id = await connection.QuerySingleAsync<int>(new CommandDefinition(find, model, transaction, cancellationToken: cancellationToken));
        var arguments = new { id, model.Name };
        await connection.ExecuteAsync(new CommandDefinition(start, arguments, transaction, cancellationToken: cancellationToken));
        await connection.ExecuteAsync(new CommandDefinition(retire, arguments, transaction, cancellationToken: cancellationToken));
        await connection.ExecuteAsync(new CommandDefinition(serve, arguments, transaction, cancellationToken: cancellationToken));
        await transaction.CommitAsync(cancellationToken);
        return new Generation(id, model.Dimension);
    }

    // By ranges of ids, so that no statement is long, however large the library is. Who adds pictures meanwhile sees the
    // generation already and owes it their own.
    private async Task<int> OweMissingAsync(int generation, CancellationToken cancellationToken)
    {
        const string bounds = "select coalesce(min(id), 0), coalesce(max(id), -1) from images";
        const string sql = """
            insert into pending_images (generation_id, image_id)
            select @generation, i.id from images i
            where i.id between @from and @to
              and not exists (select from image_vectors v where v.generation_id = @generation and v.image_id = i.id)
            on conflict do nothing
            """;
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var (first, last) = await connection.QuerySingleAsync<(long, long)>(new CommandDefinition(bounds, cancellationToken: cancellationToken));
        var owed = 0;
        for (var from = first; from <= last; from += Chunk)
        {
            owed += await connection.ExecuteAsync(new CommandDefinition(sql, new { generation, from, to = from + Chunk - 1 }, cancellationToken: cancellationToken));
        }

        return owed;
    }
}
