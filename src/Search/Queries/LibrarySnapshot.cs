using System.Data;
using Dapper;
using Npgsql;
using Photoseek.Embedding.Models;
using Photoseek.Search.Ranking;

namespace Photoseek.Search.Queries;

/// <summary>One transaction in which a search sees one state of the library.</summary>
internal sealed class LibrarySnapshot : IAsyncDisposable
{
    private readonly NpgsqlConnection _connection;
    private readonly NpgsqlTransaction _transaction;

    private LibrarySnapshot(NpgsqlConnection connection, NpgsqlTransaction transaction)
    {
        _connection = connection;
        _transaction = transaction;
    }

    /// <summary>Opens a snapshot whose statements Postgres itself ends after <paramref name="deadline"/>.</summary>
    public static async Task<LibrarySnapshot> OpenAsync(NpgsqlDataSource database, TimeSpan deadline, CancellationToken cancellationToken)
    {
        // A generic plan would take LIMIT for a tenth of the table and pass the index by.
        const string sql = """
            select set_config('statement_timeout', @milliseconds, true), set_config('plan_cache_mode', 'force_custom_plan', true)
            """;
        var opened = await database.OpenConnectionAsync(cancellationToken);
        try
        {
            var begun = await opened.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
            var snapshot = new LibrarySnapshot(opened, begun);
            await snapshot.ExecuteAsync(sql, new { milliseconds = ((long)Math.Ceiling(deadline.TotalMilliseconds)).ToString() }, cancellationToken);
            return snapshot;
        }
        catch
        {
            await opened.DisposeAsync();
            throw;
        }
    }

    /// <summary>The generation that is served; null before the first start of the indexing.</summary>
    /// <remarks>Looked up by every search: it costs less than being wrong about it would.</remarks>
    public async Task<Generation?> ServingAsync(CancellationToken cancellationToken)
    {
        const string sql = """
            select g.id, g.model, g.model_sha256 as sha256, g.dimension, g.preprocessing_version as preprocessing,
                   coalesce(c.reltuples, -1)::float8 as analysedrows, coalesce(c.relpages, 0) as analysedpages,
                   coalesce(pg_relation_size(c.oid) / current_setting('block_size')::int, 0) as pages
            from model_generations g
            left join pg_class c on c.oid = to_regclass('image_vectors_' || g.id)
            where g.state = 'serving'
            """;
        var rows = await QueryAsync<ServingRow>(sql, null, cancellationToken);
        if (rows.Count == 0)
        {
            return null;
        }

        var row = rows[0];
        return new Generation(
            row.Id,
            new ModelIdentity(row.Model, row.Sha256, row.Dimension, row.Preprocessing),
            ScanChoice.EstimateRows(row.AnalysedRows, row.AnalysedPages, row.Pages, row.Dimension));
    }

    public async Task<IReadOnlyList<T>> QueryAsync<T>(string sql, object? parameters, CancellationToken cancellationToken) =>
        (await _connection.QueryAsync<T>(new CommandDefinition(sql, parameters, _transaction, cancellationToken: cancellationToken))).AsList();

    public Task ExecuteAsync(string sql, object? parameters, CancellationToken cancellationToken) =>
        _connection.ExecuteAsync(new CommandDefinition(sql, parameters, _transaction, cancellationToken: cancellationToken));

    /// <summary>Ends the transaction; there is nothing to commit.</summary>
    public async ValueTask DisposeAsync()
    {
        await _transaction.DisposeAsync();
        await _connection.DisposeAsync();
    }

    private sealed record ServingRow(int Id, string Model, string Sha256, int Dimension, int Preprocessing, double AnalysedRows, int AnalysedPages, long Pages);
}
