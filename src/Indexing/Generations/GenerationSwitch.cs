using Dapper;
using Npgsql;

namespace Photoseek.Indexing.Generations;

/// <summary>Decides which generation serves: each change is one transaction that has the library alone.</summary>
internal sealed class GenerationSwitch(NpgsqlDataSource database, BriefLocks locks)
{
    private const double MostLost = 0.01;

    /// <summary>Serves a generation that is complete and indexed; one process of any number does it.</summary>
    /// <param name="id">The generation.</param>
    /// <param name="byHand">A person takes the failures upon themselves; otherwise one in a hundred of the pictures that are found now may have failed in it.</param>
    /// <param name="cancellationToken">Stops it; the old one serves on.</param>
    public async Task<FlipOutcome> FlipAsync(int id, bool byHand, CancellationToken cancellationToken)
    {
        if (await LookAsync(id, cancellationToken) is var seen && seen != FlipOutcome.Flipped)
        {
            return seen;
        }

        if (await IsTooMuchLostAsync(id, byHand, cancellationToken))
        {
            return FlipOutcome.TooManyFailed;
        }

        return await locks.RunAsync(
            async transaction =>
            {
                // Again, as another may have been faster, or a picture may have come.
                var state = await LookAsync(id, transaction.Connection!, transaction, cancellationToken);
                if (state == FlipOutcome.Flipped)
                {
                    await ServeAsync(id, transaction, cancellationToken);
                }

                return state;
            },
            cancellationToken);
    }

    /// <summary>The generation that served before the one that serves.</summary>
    public async Task<OpenGeneration?> PreviousAsync(CancellationToken cancellationToken)
    {
        const string sql = """
            select id, model, model_sha256, dimension, preprocessing_version from model_generations
            where state = 'retired' and retired_at is not null
            order by retired_at desc limit 1
            """;
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var row = await connection.QuerySingleOrDefaultAsync<(int? Id, string Model, string Sha256, int Dimension, int Preprocessing)>(
            new CommandDefinition(sql, cancellationToken: cancellationToken));
        return row.Id is { } id ? new OpenGeneration(id, new(row.Model, row.Sha256, row.Dimension, row.Preprocessing), Serving: false) : null;
    }

    /// <summary>Serves a retired generation as it is; false when it is not retired any more.</summary>
    public Task<bool> ReturnAsync(int id, CancellationToken cancellationToken)
    {
        const string sql = "select exists (select from model_generations where id = @id and state = 'retired')";
        return locks.RunAsync(
            async transaction =>
            {
                var retired = await transaction.Connection!.QuerySingleAsync<bool>(new CommandDefinition(sql, new { id }, transaction, cancellationToken: cancellationToken));
                if (retired)
                {
                    await ServeAsync(id, transaction, cancellationToken);
                }

                return retired;
            },
            cancellationToken);
    }

    /// <summary>Removes a generation with its partition.</summary>
    public async Task<DropOutcome> DropAsync(int id, CancellationToken cancellationToken)
    {
        // First out of use, as the table itself may have to be waited for.
        const string giveUp = "update model_generations set state = 'retired' where id = @id and state = 'building'";
        const string find = "select state from model_generations where id = @id";
        const string forget = "delete from model_generations where id = @id";
        await using (var connection = await database.OpenConnectionAsync(cancellationToken))
        {
            await connection.ExecuteAsync(new CommandDefinition(giveUp, new { id }, cancellationToken: cancellationToken));
        }

        try
        {
            return await locks.RunAsync(
                async transaction =>
                {
                    var connection = transaction.Connection!;
                    var state = await connection.QuerySingleOrDefaultAsync<string?>(new CommandDefinition(find, new { id }, transaction, cancellationToken: cancellationToken));
                    if (state is null or "serving")
                    {
                        return state is null ? DropOutcome.Unknown : DropOutcome.Serving;
                    }

                    await connection.ExecuteAsync(new CommandDefinition($"drop table if exists image_vectors_{id}", transaction: transaction, cancellationToken: cancellationToken));
                    await connection.ExecuteAsync(new CommandDefinition(forget, new { id }, transaction, cancellationToken: cancellationToken));
                    return DropOutcome.Dropped;
                },
                cancellationToken);
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.DeadlockDetected)
        {
            return DropOutcome.Busy;
        }
    }

    private static async Task ServeAsync(int id, NpgsqlTransaction transaction, CancellationToken cancellationToken)
    {
        const string retire = "update model_generations set state = 'retired', retired_at = clock_timestamp() where state = 'serving'";
        const string serve = "update model_generations set state = 'serving', retired_at = null where id = @id";
        await transaction.Connection!.ExecuteAsync(new CommandDefinition(retire, transaction: transaction, cancellationToken: cancellationToken));
        await transaction.Connection!.ExecuteAsync(new CommandDefinition(serve, new { id }, transaction, cancellationToken: cancellationToken));
    }

    private async Task<FlipOutcome> LookAsync(int id, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await LookAsync(id, connection, null, cancellationToken);
    }

    /// <summary>Whether it may be flipped (<see cref="FlipOutcome.Flipped"/>) or why not. Whoever asks has put all that is missing on the list before.</summary>
    private static async Task<FlipOutcome> LookAsync(int id, NpgsqlConnection connection, NpgsqlTransaction? transaction, CancellationToken cancellationToken)
    {
        const string sql = """
            select state, exists (select from pending_images where generation_id = @id and state = 'pending'), generation_is_indexed(id)
            from model_generations where id = @id
            """;
        var row = await connection.QuerySingleOrDefaultAsync<(string? State, bool Waiting, bool Indexed)>(
            new CommandDefinition(sql, new { id }, transaction, cancellationToken: cancellationToken));
        return row switch
        {
            { State: null } => FlipOutcome.Unknown,
            { State: "serving" } => FlipOutcome.AlreadyServing,
            { State: "retired" } => FlipOutcome.Retired,
            { Waiting: true } => FlipOutcome.NotComplete,
            { Indexed: false } => FlipOutcome.NotIndexed,
            _ => FlipOutcome.Flipped,
        };
    }

    // A model that makes nothing of most pictures is no successor, however complete its failures are.
    private async Task<bool> IsTooMuchLostAsync(int id, bool byHand, CancellationToken cancellationToken)
    {
        const string sql = """
            with hidden as (select id from images where hidden_at is not null)
            select
              (select count(*) from image_vectors v where v.generation_id = s.id and v.image_id not in (select id from hidden)) as found,
              (select count(*) from image_vectors v where v.generation_id = @id and v.image_id not in (select id from hidden)) as next,
              (select count(*) from pending_images p join image_vectors v on v.generation_id = s.id and v.image_id = p.image_id
               where p.generation_id = @id and p.state = 'failed') as lost
            from model_generations s where s.state = 'serving'
            """;
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var (found, next, lost) = await connection.QuerySingleOrDefaultAsync<(long Found, long Next, long Lost)>(
            new CommandDefinition(sql, new { id }, commandTimeout: 0, cancellationToken: cancellationToken));
        return (found > 0 && next == 0) || (!byHand && lost > found * MostLost);
    }
}
