using Dapper;
using Npgsql;
using Photoseek.Indexing.Generations;

namespace Photoseek.Indexing.Texts;

/// <summary>The rows and partitions of the text generations, and their shares of the work list.</summary>
internal sealed class TextGenerations(NpgsqlDataSource database, BriefLocks locks, TimeProvider time)
{
    private const int Chunk = 2000;
    private const int Attempts = 100;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(0.1);

    private const string FindSql = """
        select (select state from text_generations
                where digest = @Digest and dimension = @Dimension and document_prefix = @DocumentPrefix and query_prefix = @QueryPrefix
                  and text_version = @TextVersion and model = @Model),
               exists (select from configured_text_model where identity = @Line)
        """;

    /// <summary>What is owed texts, the one that serves first.</summary>
    public async Task<IReadOnlyList<TextGeneration>> OpenAsync(CancellationToken cancellationToken)
    {
        const string sql = """
            select id, model, digest, dimension, document_prefix, query_prefix, text_version, state = 'serving', text_generation_is_indexed(id)
            from text_generations where state in ('serving', 'building')
            order by state = 'serving' desc
            """;
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var reader = await connection.ExecuteReaderAsync(new CommandDefinition(sql, cancellationToken: cancellationToken));
        var open = new List<TextGeneration>();
        while (await reader.ReadAsync(cancellationToken))
        {
            var identity = new TextIdentity(reader.GetString(1), reader.GetString(2), reader.GetInt32(3), reader.GetString(4), reader.GetString(5), reader.GetInt32(6));
            open.Add(new TextGeneration(reader.GetInt32(0), identity, reader.GetBoolean(7), reader.GetBoolean(8)));
        }

        return open;
    }

    /// <summary>
    /// Sees to it that what the configuration asks for is built, and served at once where nothing serves, or nothing that
    /// could be asked any more. Asking for what was asked for before undoes neither going back nor dropping.
    /// </summary>
    /// <param name="wanted">What the configuration asks for; Ollama has it.</param>
    /// <param name="servingIsGone">Ollama does not have the model any more that serves.</param>
    /// <param name="cancellationToken">Stops it; nothing has happened then.</param>
    /// <returns>Whether something was begun.</returns>
    public async Task<bool> WantAsync(TextIdentity wanted, bool servingIsGone, CancellationToken cancellationToken)
    {
        const string serving = "select exists (select from text_generations where state = 'serving')";
        const string giveUp = "update text_generations set state = 'retired' where state = 'building'";
        const string retire = "update text_generations set state = 'retired', retired_at = clock_timestamp() where state = 'serving'";
        const string add = """
            insert into text_generations (model, digest, dimension, document_prefix, query_prefix, text_version, state)
            values (@Model, @Digest, @Dimension, @DocumentPrefix, @QueryPrefix, @TextVersion, @state)
            on conflict (digest, dimension, document_prefix, query_prefix, text_version, model) do update set state = excluded.state, retired_at = null
            returning id
            """;
        const string wish = """
            insert into configured_text_model (identity) values (@Line)
            on conflict (only_row) do update set identity = excluded.identity, asked_at = now()
            """;

        // Who edits a picture before the generation is there would not owe it the new text.
        const string hold = "lock table images in share mode";
        const string open = "select open_text_generation(@id, @serve)";
        if (!await IsNewAsync(null))
        {
            return false;
        }

        return await locks.RunAsync(
            async transaction =>
            {
                var connection = transaction.Connection!;
                if (!await IsNewAsync(transaction))
                {
                    return false;
                }

                var serve = servingIsGone || !await connection.QuerySingleAsync<bool>(new CommandDefinition(serving, transaction: transaction, cancellationToken: cancellationToken));
                await connection.ExecuteAsync(new CommandDefinition(hold, transaction: transaction, cancellationToken: cancellationToken));
                await connection.ExecuteAsync(new CommandDefinition(serve ? $"{giveUp}; {retire}" : giveUp, transaction: transaction, cancellationToken: cancellationToken));
                var row = new
                {
                    wanted.Model,
                    wanted.Digest,
                    wanted.Dimension,
                    wanted.DocumentPrefix,
                    wanted.QueryPrefix,
                    wanted.TextVersion,
                    state = serve ? "serving" : "building",
                };
                var id = await connection.QuerySingleAsync<int>(new CommandDefinition(add, row, transaction, cancellationToken: cancellationToken));
                await connection.ExecuteAsync(new CommandDefinition(wish, new { wanted.Line }, transaction, cancellationToken: cancellationToken));
                await connection.ExecuteAsync(new CommandDefinition(open, new { id, serve }, transaction, cancellationToken: cancellationToken));
                return true;
            },
            cancellationToken);

        async Task<bool> IsNewAsync(NpgsqlTransaction? transaction)
        {
            await using var own = transaction is null ? await database.OpenConnectionAsync(cancellationToken) : null;
            var (state, wished) = await (own ?? transaction!.Connection!).QuerySingleAsync<(string? State, bool Wished)>(
                new CommandDefinition(FindSql, wanted, transaction, cancellationToken: cancellationToken));
            return state switch
            {
                "serving" => false,
                "building" => servingIsGone,
                _ => servingIsGone || !wished,
            };
        }
    }

    /// <summary>Puts every picture on the list whose text has no vector here, or another text's.</summary>
    /// <returns>How many were not on it yet.</returns>
    public async Task<int> OweMissingAsync(int generation, CancellationToken cancellationToken)
    {
        // By ranges of ids, so that no statement is long. Who edits meanwhile sees the generation already and owes it the text.
        const string sql = "select coalesce(min(id), 0), coalesce(max(id), -1) from images";
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var (first, last) = await connection.QuerySingleAsync<(long, long)>(new CommandDefinition(sql, cancellationToken: cancellationToken));
        var owed = 0;
        var attempt = 1;
        for (var from = first; from <= last;)
        {
            try
            {
                owed += await OweMissingAsync(generation, from, from + Chunk - 1, connection, cancellationToken);
                (from, attempt) = (from + Chunk, 1);
            }
            catch (PostgresException e) when (attempt < Attempts && e.SqlState is PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.DeadlockDetected)
            {
                attempt++;
                await Task.Delay(Pause, time, cancellationToken);
            }
        }

        return owed;
    }

    private static async Task<int> OweMissingAsync(int generation, long from, long to, NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        // Who edits several pictures at once may wait for this, and this for them: this gives way.
        const string giveWay = "set local lock_timeout = '300ms'";
        const string add = """
            insert into pending_texts (generation_id, image_id)
            select g.id, i.id
            from images i
            join text_generations g on g.id = @generation
            cross join lateral (select picture_text(i.title, i.description, i.tags, i.persons, i.caption) as text) t
            left join text_vectors v on v.generation_id = @generation and v.image_id = i.id
            where i.id between @from and @to and t.text <> ''
              and v.text_sha256 is distinct from sha256(convert_to(t.text, 'UTF8'))
            order by i.id
            on conflict do nothing
            returning image_id
            """;

        // One that was finished while the statement above ran was still owed when it was looked at, and off the list when it
        // was added. Nobody has seen its new row yet.
        const string finished = """
            delete from pending_texts p
            using images i, text_vectors v
            where p.generation_id = @generation and p.image_id = any(@added) and i.id = p.image_id
              and v.generation_id = @generation and v.image_id = p.image_id
              and v.text_sha256 = sha256(convert_to(picture_text(i.title, i.description, i.tags, i.persons, i.caption), 'UTF8'))
            """;
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(giveWay, transaction: transaction, cancellationToken: cancellationToken));
        var added = (await connection.QueryAsync<long>(new CommandDefinition(add, new { generation, from, to }, transaction, cancellationToken: cancellationToken))).ToArray();
        var struck = added.Length == 0 ? 0 : await connection.ExecuteAsync(new CommandDefinition(finished, new { generation, added }, transaction, cancellationToken: cancellationToken));
        await transaction.CommitAsync(cancellationToken);
        return added.Length - struck;
    }
}
