using Dapper;
using Npgsql;
using Photoseek.Embedding.Models;
using Photoseek.Indexing.Pending;

namespace Photoseek.Indexing.Generations;

/// <summary>The rows, the partitions and the shares of the work list of the generations.</summary>
internal sealed class GenerationRegistry(NpgsqlDataSource database, BriefLocks locks)
{
    /// <summary>What is owed pictures, the one that serves first.</summary>
    public async Task<IReadOnlyList<OpenGeneration>> OpenAsync(CancellationToken cancellationToken)
    {
        const string sql = """
            select id, model, model_sha256, dimension, preprocessing_version, state = 'serving'
            from model_generations where state in ('serving', 'building')
            order by state = 'serving' desc, id
            """;
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var rows = await connection.QueryAsync<(int Id, string Model, string Sha256, int Dimension, int Preprocessing, bool Serving)>(
            new CommandDefinition(sql, cancellationToken: cancellationToken));
        return [.. rows.Select(r => new OpenGeneration(r.Id, new ModelIdentity(r.Model, r.Sha256, r.Dimension, r.Preprocessing), r.Serving))];
    }

    /// <summary>The one that serves; null before the first start.</summary>
    public async Task<OpenGeneration?> ServingAsync(CancellationToken cancellationToken) =>
        (await OpenAsync(cancellationToken)).FirstOrDefault(static g => g.Serving);

    /// <summary>Serves a model at once, complete or not, if what serves now is what the caller believes (null: nothing); owes it every image without a vector.</summary>
    /// <returns>Null when something else serves by now.</returns>
    public async Task<Generation?> ServeAsync(ModelIdentity model, int? insteadOf, CancellationToken cancellationToken)
    {
        const string retire = "update model_generations set state = 'retired', retired_at = now() where state = 'serving' and id <> @id";
        const string serve = "update model_generations set state = 'serving', retired_at = null, model = @Name where id = @id";
        const string open = "select open_generation(@id)";
        const string start = "select start_generation(@id)";
        const string filled = "select exists (select from image_vectors where generation_id = @id)";
        var generation = await locks.RunAsync(
            async transaction =>
            {
                if (await ServingIdAsync(transaction, cancellationToken) != insteadOf)
                {
                    return null;
                }

                var arguments = new { id = await AddAsync(model, transaction, cancellationToken), model.Name };
                var connection = transaction.Connection!;
                await connection.ExecuteAsync(new CommandDefinition(open, arguments, transaction, cancellationToken: cancellationToken));

                // One that has vectors already gets its index from who works on it: that may take long, and nobody can add pictures now.
                var isFilled = await connection.QuerySingleAsync<bool>(new CommandDefinition(filled, arguments, transaction, cancellationToken: cancellationToken));
                foreach (var sql in (string[])[.. isFilled ? Array.Empty<string>() : [start], retire, serve])
                {
                    await connection.ExecuteAsync(new CommandDefinition(sql, arguments, transaction, cancellationToken: cancellationToken));
                }

                return new Generation(arguments.id, model.Dimension);
            },
            cancellationToken);
        if (generation is not null)
        {
            await OweMissingAsync(generation.Id, cancellationToken);
        }

        return generation;
    }

    /// <summary>Begins to build a generation, or goes on with one that was retired; what it is owed is put on the list by who works on it.</summary>
    /// <param name="model">Its model, which is loaded here.</param>
    /// <param name="configured">Asked for by the configuration: done only if it asks for something new, and then instead of another that is being built.</param>
    /// <param name="cancellationToken">Stops it; nothing has happened then.</param>
    public Task<StartOutcome> BuildAsync(ModelIdentity model, bool configured, CancellationToken cancellationToken)
    {
        const string find = """
            select id, state from model_generations
            where model_sha256 = @Sha256 and preprocessing_version = @PreprocessingVersion and dimension = @Dimension
            """;
        const string others = "select count(*) from model_generations where state = 'building' and id is distinct from @id";
        const string giveUp = "update model_generations set state = 'retired' where state = 'building' and id is distinct from @id";
        const string build = "update model_generations set state = 'building', model = @Name where id = @id";
        const string open = "select open_generation(@id)";
        return locks.RunAsync(
            async transaction =>
            {
                var connection = transaction.Connection!;
                var isNewWish = configured && await WishAsync(model, transaction, cancellationToken);
                var (id, state) = await connection.QuerySingleOrDefaultAsync<(int? Id, string? State)>(new CommandDefinition(find, model, transaction, cancellationToken: cancellationToken));
                var arguments = new { id, model.Name };
                if (state is "serving" or "building" || (configured && !isNewWish))
                {
                    return state == "building" ? StartOutcome.AlreadyBuilding : StartOutcome.AlreadyServing;
                }

                if (!configured && await connection.QuerySingleAsync<long>(new CommandDefinition(others, arguments, transaction, cancellationToken: cancellationToken)) > 0)
                {
                    return StartOutcome.AnotherIsBuilding;
                }

                await connection.ExecuteAsync(new CommandDefinition(giveUp, arguments, transaction, cancellationToken: cancellationToken));
                arguments = new { id = (int?)await AddAsync(model, transaction, cancellationToken), model.Name };
                await connection.ExecuteAsync(new CommandDefinition(build, arguments, transaction, cancellationToken: cancellationToken));
                await connection.ExecuteAsync(new CommandDefinition(open, arguments, transaction, cancellationToken: cancellationToken));
                return StartOutcome.Started;
            },
            cancellationToken);
    }

    /// <summary>Puts every image that has neither a vector nor work here on the list.</summary>
    /// <remarks>
    /// By ranges of ids, so that no statement is long, however large the library is. Who adds pictures meanwhile sees the
    /// generation already and owes it their own.
    /// </remarks>
    public Task<int> OweMissingAsync(int generation, CancellationToken cancellationToken) => OwedVectors.AddAsync(database, generation, before: null, progress: null, cancellationToken);

    /// <summary>Notes what the configuration asks for; true when it asked for something else before.</summary>
    private static async Task<bool> WishAsync(ModelIdentity model, NpgsqlTransaction transaction, CancellationToken cancellationToken)
    {
        const string sql = """
            insert into configured_model (model_sha256, preprocessing_version) values (@Sha256, @PreprocessingVersion)
            on conflict (only_row) do update
            set model_sha256 = excluded.model_sha256, preprocessing_version = excluded.preprocessing_version, asked_at = now()
            where (configured_model.model_sha256, configured_model.preprocessing_version) <> (excluded.model_sha256, excluded.preprocessing_version)
            """;
        return await transaction.Connection!.ExecuteAsync(new CommandDefinition(sql, model, transaction, cancellationToken: cancellationToken)) > 0;
    }

    private static async Task<int?> ServingIdAsync(NpgsqlTransaction transaction, CancellationToken cancellationToken)
    {
        const string sql = "select id from model_generations where state = 'serving'";
        return await transaction.Connection!.QuerySingleOrDefaultAsync<int?>(new CommandDefinition(sql, transaction: transaction, cancellationToken: cancellationToken));
    }

    private static async Task<int> AddAsync(ModelIdentity model, NpgsqlTransaction transaction, CancellationToken cancellationToken)
    {
        const string sql = """
            insert into model_generations (model, model_sha256, dimension, preprocessing_version, state)
            values (@Name, @Sha256, @Dimension, @PreprocessingVersion, 'building')
            on conflict (model_sha256, preprocessing_version, dimension) do update set model = excluded.model
            returning id
            """;
        return await transaction.Connection!.QuerySingleAsync<int>(new CommandDefinition(sql, model, transaction, cancellationToken: cancellationToken));
    }
}
