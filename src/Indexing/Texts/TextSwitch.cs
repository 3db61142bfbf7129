using System.Globalization;
using Dapper;
using Npgsql;
using Photoseek.Indexing.Generations;

namespace Photoseek.Indexing.Texts;

/// <summary>Decides which text generation serves: each change is one transaction that has the library alone.</summary>
internal sealed class TextSwitch(NpgsqlDataSource database, BriefLocks locks)
{
    private const double MostLost = 0.01;

    private const string Retire = "update text_generations set state = 'retired', retired_at = clock_timestamp() where state = 'serving'";
    private const string Serve = "update text_generations set state = 'serving', retired_at = null where id = @id";

    /// <summary>Serves a generation that is complete and indexed; one process of any number does it.</summary>
    /// <param name="id">The generation.</param>
    /// <param name="byHand">A person takes the failures upon themselves; otherwise one in a hundred texts may have failed.</param>
    /// <param name="cancellationToken">Stops it; the old one serves on.</param>
    public async Task<FlipOutcome> FlipAsync(int id, bool byHand, CancellationToken cancellationToken)
    {
        await using (var connection = await database.OpenConnectionAsync(cancellationToken))
        {
            var seen = await LookAsync(id, byHand, connection, null, cancellationToken);
            if (seen != FlipOutcome.Flipped)
            {
                return seen;
            }
        }

        return await locks.RunAsync(
            async transaction =>
            {
                var state = await LookAsync(id, byHand, transaction.Connection!, transaction, cancellationToken);
                if (state == FlipOutcome.Flipped)
                {
                    await ServeAsync(id, transaction, cancellationToken);
                }

                return state;
            },
            cancellationToken);
    }

    /// <summary>Serves the generation again that was served before.</summary>
    public Task<bool> ReturnAsync(CancellationToken cancellationToken)
    {
        const string sql = "select id from text_generations where state = 'retired' and retired_at is not null order by retired_at desc limit 1";

        // Edits since are not on its list: whoever works on it puts them there.
        return locks.RunAsync(
            async transaction =>
            {
                var previous = await transaction.Connection!.QuerySingleOrDefaultAsync<int?>(new CommandDefinition(sql, transaction: transaction, cancellationToken: cancellationToken));
                if (previous is { } id)
                {
                    await ServeAsync(id, transaction, cancellationToken);
                }

                return previous is not null;
            },
            cancellationToken);
    }

    /// <summary>Removes a generation with its partition; one that is being built is given up.</summary>
    public async Task<DropOutcome> DropAsync(int id, CancellationToken cancellationToken)
    {
        const string find = "select state from text_generations where id = @id";
        const string forget = "delete from text_generations where id = @id";
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

                    var drop = string.Create(CultureInfo.InvariantCulture, $"drop table if exists text_vectors_{id}");
                    await connection.ExecuteAsync(new CommandDefinition(drop, transaction: transaction, cancellationToken: cancellationToken));
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
        await transaction.Connection!.ExecuteAsync(new CommandDefinition(Retire, transaction: transaction, cancellationToken: cancellationToken));
        await transaction.Connection!.ExecuteAsync(new CommandDefinition(Serve, new { id }, transaction, cancellationToken: cancellationToken));
    }

    private static async Task<FlipOutcome> LookAsync(int id, bool byHand, NpgsqlConnection connection, NpgsqlTransaction? transaction, CancellationToken cancellationToken)
    {
        const string sql = """
            select state, waiting, text_generation_is_indexed(id),
                   case when waiting then 0 else (select count(*) from pending_texts where generation_id = @id and state = 'failed') end,
                   case when waiting then 0 else (select count(*) from text_vectors where generation_id = @id) end
            from text_generations,
                 lateral (select exists (select from pending_texts where generation_id = @id and state = 'pending') as waiting) w
            where id = @id
            """;
        var row = await connection.QuerySingleOrDefaultAsync<(string? State, bool Waiting, bool Indexed, long Failed, long Made)>(
            new CommandDefinition(sql, new { id }, transaction, cancellationToken: cancellationToken));
        return row switch
        {
            { State: null } => FlipOutcome.Unknown,
            { State: "serving" } => FlipOutcome.AlreadyServing,
            { State: "retired" } => FlipOutcome.Retired,
            { Waiting: true } => FlipOutcome.NotComplete,
            { Indexed: false } => FlipOutcome.NotIndexed,
            { Made: 0, Failed: > 0 } => FlipOutcome.TooManyFailed,
            _ when !byHand && row.Failed > (row.Made + row.Failed) * MostLost => FlipOutcome.TooManyFailed,
            _ => FlipOutcome.Flipped,
        };
    }
}
