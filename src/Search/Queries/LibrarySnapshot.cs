using System.Data;
using Dapper;
using Npgsql;
using Photoseek.Embedding.Models;
using Photoseek.Search.Codes;
using Photoseek.Search.Ranking;

namespace Photoseek.Search.Queries;

/// <summary>One transaction in which a search sees one state of the library.</summary>
internal sealed class LibrarySnapshot : IAsyncDisposable
{
    /// <summary>Where counting what the codes lack stops: so many or more.</summary>
    public const int MostFresh = 1000;

    private readonly NpgsqlTransaction _transaction;

    private LibrarySnapshot(NpgsqlConnection connection, NpgsqlTransaction transaction)
    {
        Connection = connection;
        _transaction = transaction;
    }

    public NpgsqlConnection Connection { get; }

    /// <summary>The state.</summary>
    public PgSnapshot State { get; private set; } = PgSnapshot.Nothing;

    /// <summary>The generation that is served; null before the first start of the indexing.</summary>
    /// <remarks>Looked up by every search: it costs less than being wrong about it would.</remarks>
    public Generation? Serving { get; private set; }

    /// <summary>The text generation that is served; null where nothing that is written was ever embedded.</summary>
    public TextGeneration? Texts { get; private set; }

    /// <summary>Images that wait for their vectors, counted up to <see cref="SearchAnswer.MaxPending"/>.</summary>
    public long Pending { get; private set; }

    /// <summary>Images whose vectors are newer than the codes, up to <see cref="MostFresh"/>.</summary>
    public IReadOnlyList<long> Fresh { get; private set; } = [];

    /// <summary>Opens a snapshot, in one round trip.</summary>
    /// <param name="database">The database.</param>
    /// <param name="deadline">After which Postgres itself ends a statement.</param>
    /// <param name="codes">Whose lack is looked up; null for nobody's.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static Task<LibrarySnapshot> OpenAsync(NpgsqlDataSource database, TimeSpan deadline, CodeIndex? codes, CancellationToken cancellationToken) =>
        OpenAsync(database, snapshot => snapshot.LookAsync(deadline, codes, cancellationToken), cancellationToken);

    /// <summary>Opens a snapshot without looking at what is served: for queries that need no vectors.</summary>
    public static Task<LibrarySnapshot> OpenUnreadAsync(NpgsqlDataSource database, TimeSpan deadline, CancellationToken cancellationToken) =>
        OpenAsync(database, snapshot => snapshot.LimitAsync(deadline, cancellationToken), cancellationToken);

    /// <summary>The transaction from which on the logs of changes are whole.</summary>
    public async Task<long> KeptSinceAsync(CancellationToken cancellationToken)
    {
        const string sql = "select since::text::bigint from changes_kept";
        return (await QueryAsync<long>(sql, null, cancellationToken))[0];
    }

    /// <summary>Reads which state this is, and whether it is the same as another one in all that answers are made of.</summary>
    public async Task<(PgSnapshot State, bool IsSame)> CompareAsync(PgSnapshot other, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand($"select pg_current_snapshot()::text, {LibraryChanges.None}", Connection);
        command.Parameters.AddRange(LibraryChanges.Since(other));
        await command.PrepareAsync(cancellationToken);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return (PgSnapshot.Parse(reader.GetString(0)), reader.GetBoolean(1));
    }

    public async Task<IReadOnlyList<T>> QueryAsync<T>(string sql, object? parameters, CancellationToken cancellationToken) =>
        (await Connection.QueryAsync<T>(new CommandDefinition(sql, parameters, _transaction, cancellationToken: cancellationToken))).AsList();

    public Task ExecuteAsync(string sql, object? parameters, CancellationToken cancellationToken) =>
        Connection.ExecuteAsync(new CommandDefinition(sql, parameters, _transaction, cancellationToken: cancellationToken));

    /// <summary>Ends the transaction; there is nothing to commit.</summary>
    public async ValueTask DisposeAsync()
    {
        await _transaction.DisposeAsync();
        await Connection.DisposeAsync();
    }

    private static async Task<LibrarySnapshot> OpenAsync(NpgsqlDataSource database, Func<LibrarySnapshot, Task> begin, CancellationToken cancellationToken)
    {
        var opened = await database.OpenConnectionAsync(cancellationToken);
        try
        {
            // Costs no round trip of its own.
            var begun = await opened.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
            var snapshot = new LibrarySnapshot(opened, begun);
            await begin(snapshot);
            return snapshot;
        }
        catch
        {
            await opened.DisposeAsync();
            throw;
        }
    }

    private async Task LimitAsync(TimeSpan deadline, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(Connection, _transaction) { BatchCommands = { LimitCommand(deadline) } };
        await batch.PrepareAsync(cancellationToken);
        await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    private static NpgsqlBatchCommand LimitCommand(TimeSpan deadline)
    {
        const string sql = "select set_config('statement_timeout', $1, true)";
        return new NpgsqlBatchCommand(sql) { Parameters = { new() { Value = ((long)Math.Ceiling(deadline.TotalMilliseconds)).ToString() } } };
    }

    private async Task LookAsync(TimeSpan deadline, CodeIndex? codes, CancellationToken cancellationToken)
    {
        var serving = $"""
            select pg_current_snapshot()::text, g.id, g.model, g.model_sha256, g.dimension, g.preprocessing_version,
                   coalesce(c.reltuples, -1)::float8, coalesce(c.relpages, 0),
                   coalesce(pg_relation_size(c.oid) / current_setting('block_size')::int, 0),
                   (select count(*) from (select from pending_images p where p.generation_id = g.id and p.state = 'pending' limit {SearchAnswer.MaxPending}) waiting),
                   {TextGeneration.Columns}
            from (select) one
            left join model_generations g on g.state = 'serving'
            left join pg_class c on c.oid = to_regclass('image_vectors_' || g.id)
            {TextGeneration.Joins}
            """;
        await using var batch = new NpgsqlBatch(Connection, _transaction)
        {
            BatchCommands =
            {
                LimitCommand(deadline),
                new NpgsqlBatchCommand(serving),
            },
        };
        if (codes is not null)
        {
            batch.BatchCommands.Add(FreshCommand(codes));
        }

        // Once for each connection; planning would take longer than running.
        await batch.PrepareAsync(cancellationToken);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        State = PgSnapshot.Parse(reader.GetString(0));
        Serving = await reader.IsDBNullAsync(1, cancellationToken) ? null : ReadServing(reader);
        Pending = reader.GetInt64(9);
        Texts = await reader.IsDBNullAsync(10, cancellationToken) ? null : TextGeneration.Read(reader, 10);
        if (codes is not null)
        {
            Fresh = await ReadFreshAsync(reader, cancellationToken);
        }
    }

    private static NpgsqlBatchCommand FreshCommand(CodeIndex codes)
    {
        // As CodeChangesQuery has it, with parameters. In order, so that the index is read from there on whatever Postgres expects to find.
        var fresh = $"""
            select image_id
            from (
              (select image_id from image_vectors
               where generation_id = {codes.Generation} and written_by >= $1 and written_by < pg_snapshot_xmax(pg_current_snapshot())
               order by written_by limit {MostFresh})
              union all
              (select image_id from image_vectors
               where generation_id = {codes.Generation} and written_by = any($2)
               order by written_by limit {MostFresh})) fresh
            limit {MostFresh}
            """;
        var seen = codes.Seen;
        return new NpgsqlBatchCommand(fresh) { Parameters = { PgSnapshot.Parameter(seen.Next), PgSnapshot.Parameter(seen.Running) } };
    }

    private static Generation ReadServing(NpgsqlDataReader row)
    {
        var dimension = row.GetInt32(4);
        return new Generation(
            row.GetInt32(1),
            new ModelIdentity(row.GetString(2), row.GetString(3), dimension, row.GetInt32(5)),
            ScanChoice.EstimateRows(row.GetDouble(6), row.GetInt32(7), row.GetInt64(8), dimension));
    }

    private static async Task<IReadOnlyList<long>> ReadFreshAsync(NpgsqlDataReader reader, CancellationToken cancellationToken)
    {
        var ids = new List<long>();
        await reader.NextResultAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            ids.Add(reader.GetInt64(0));
        }

        return ids;
    }
}
