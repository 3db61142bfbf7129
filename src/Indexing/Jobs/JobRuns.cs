using Dapper;
using Microsoft.Extensions.Logging;
using Npgsql;
using Photoseek.Embedding.Models;
using Photoseek.Indexing.Worker;

namespace Photoseek.Indexing.Jobs;

/// <summary>Keeps what jobs did: one run of a kind and subject at a time over all processes, with its progress, and a way to stop it from any of them.</summary>
public sealed class JobRuns
{
    // One that has not been seen for long is over, though nobody has said so yet; so is one that is silent and whose process
    // has lost its connection: it was killed.
    private const string IsLost = """
        (state = 'running' and (seen_at < now() - @Lost or (seen_at < now() - @Silent and not exists (
          select from pg_locks
          where locktype = 'advisory' and classid = @Alive and objid = id and objsubid = 2 and granted
            and database = (select oid from pg_database where datname = current_database())))))
        """;
    private const string Columns = $"""
        id, kind, subject, case when {IsLost} then 'interrupted' else state end as state, started_at as startedat,
        case when {IsLost} then seen_at else finished_at end as finishedat, done, total, message
        """;

    // The class of the advisory locks that runs hold while they live: "Runs".
    private const int Alive = 0x52756E73;
    private static readonly TimeSpan Silent = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Lost = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Kept = TimeSpan.FromDays(90);

    private readonly NpgsqlDataSource _database;
    private readonly TimeProvider _time;
    private readonly ILogger<IndexingWorker> _log;

    internal JobRuns(NpgsqlDataSource database, TimeProvider time, ILogger<IndexingWorker> log)
    {
        _database = database;
        _time = time;
        _log = log;
    }

    /// <summary>Does work and keeps a record of it.</summary>
    /// <param name="kind">See <see cref="JobRun"/>.</param>
    /// <param name="subject">See <see cref="JobRun"/>.</param>
    /// <param name="work">Reports how far it is and returns what came of it, in a sentence.</param>
    /// <param name="cancellationToken">Stops it, as <see cref="CancelAsync"/> does.</param>
    /// <exception cref="JobConflictException">It runs already.</exception>
    /// <exception cref="OperationCanceledException">It was stopped, by either way, or given up for lost while the database was away.</exception>
    public async Task<string> RunAsync(string kind, string subject, Func<IProgress<ImportProgress>, CancellationToken, Task<string>> work, CancellationToken cancellationToken)
    {
        await using var alive = await _database.OpenConnectionAsync(cancellationToken);
        var id = await BeginAsync(kind, subject, alive, cancellationToken);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var end = new CancellationTokenSource();
        var progress = new Latest();
        var beating = BeatAsync(id, progress, stop, end.Token);
        var (state, message) = ("failed", "The log says why.");
        try
        {
            message = await work(progress, stop.Token);
            state = "succeeded";
            return message;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            (state, message) = ("cancelled", cancellationToken.IsCancellationRequested ? "Its process was stopped." : "Cancelled.");
            throw;
        }
        catch (Exception exception) when (exception is IOException or ArgumentException or InvalidDataException or ModelInstallException or NpgsqlException)
        {
            // Postgres's messages name tables and places, never values.
            message = exception is NpgsqlException ? $"Postgres: {exception.Message}" : exception.Message;
            throw;
        }
        finally
        {
            await end.CancelAsync();
            await beating;
            await EndAsync(id, state, message, progress);
            await LetGoAsync(id, alive);
        }
    }

    /// <summary>The newest runs, newest first.</summary>
    public async Task<IReadOnlyList<JobRun>> NewestAsync(int count, CancellationToken cancellationToken)
    {
        const string sql = $"select {Columns} from job_runs order by started_at desc, id desc limit @count";
        await using var connection = await _database.OpenConnectionAsync(cancellationToken);
        return [.. await connection.QueryAsync<JobRun>(new CommandDefinition(sql, new { count, Lost, Silent, Alive }, cancellationToken: cancellationToken))];
    }

    /// <summary>Asks a run to stop; it does within seconds.</summary>
    /// <returns>False when it does not run.</returns>
    public async Task<bool> CancelAsync(long id, CancellationToken cancellationToken)
    {
        // A model that was to be installed is not wanted any more; what is only stopped with its process is.
        const string sql = $"""
            with stopped as (
              update job_runs set cancelling = true where id = @id and state = 'running' and not {IsLost}
              returning kind, subject),
            unasked as (delete from model_installs i using stopped s where s.kind = 'install-model' and i.name = s.subject)
            select count(*) from stopped
            """;
        await using var connection = await _database.OpenConnectionAsync(cancellationToken);
        return await connection.QuerySingleAsync<long>(new CommandDefinition(sql, new { id, Lost, Silent, Alive }, cancellationToken: cancellationToken)) > 0;
    }

    private static async Task<long> BeginAsync(string kind, string subject, NpgsqlConnection alive, CancellationToken cancellationToken)
    {
        const string bury = $"update job_runs set state = 'interrupted', finished_at = seen_at where {IsLost}";
        const string forget = "delete from job_runs where started_at < now() - @Kept";
        const string begin = "insert into job_runs (kind, subject) values (@kind, @subject) on conflict do nothing returning id";
        const string live = "select pg_advisory_lock(@Alive, @key)";
        await alive.ExecuteAsync(new CommandDefinition(bury, new { Lost, Silent, Alive }, cancellationToken: cancellationToken));
        await alive.ExecuteAsync(new CommandDefinition(forget, new { Kept }, cancellationToken: cancellationToken));
        var id = await alive.QuerySingleOrDefaultAsync<long?>(new CommandDefinition(begin, new { kind, subject }, cancellationToken: cancellationToken))
            ?? throw new JobConflictException(subject.Length == 0 ? $"{kind} runs already." : $"{kind} of {subject} runs already.");
        await alive.ExecuteAsync(new CommandDefinition(live, new { Alive, key = (int)id }, cancellationToken: cancellationToken));
        return id;
    }

    private static async Task LetGoAsync(long id, NpgsqlConnection alive)
    {
        const string sql = "select pg_advisory_unlock(@Alive, @key)";
        try
        {
            await alive.ExecuteAsync(sql, new { Alive, key = (int)id });
        }
        catch (NpgsqlException)
        {
            // The server is away, and the lock went with the connection.
        }
    }

    private async Task BeatAsync(long id, Latest progress, CancellationTokenSource stop, CancellationToken cancellationToken)
    {
        const string sql = """
            update job_runs set seen_at = now(), done = @Done, total = @Total, message = nullif(@File, '')
            where id = @id and state = 'running'
            returning cancelling
            """;
        while (!cancellationToken.IsCancellationRequested)
        {
            await Task.Delay(Beat, _time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            try
            {
                await using var connection = await _database.OpenConnectionAsync(cancellationToken);
                var arguments = new { id, progress.Value.Done, progress.Value.Total, progress.Value.File };

                // No row: this process was away for so long that the run was given up, and another may have begun it anew.
                if (await connection.QuerySingleOrDefaultAsync<bool?>(new CommandDefinition(sql, arguments, cancellationToken: cancellationToken)) ?? true)
                {
                    await stop.CancelAsync();
                }
            }
            catch (Exception exception) when (exception is NpgsqlException or OperationCanceledException)
            {
                // The database is away or the run is over: the work itself knows.
            }
        }
    }

    private async Task EndAsync(long id, string state, string message, Latest progress)
    {
        const string sql = """
            update job_runs set state = @state, message = @message, finished_at = now(), seen_at = now(), done = @Done, total = @Total
            where id = @id and state = 'running'
            """;
        try
        {
            using var soon = new CancellationTokenSource(TimeSpan.FromSeconds(30), _time);
            await new Patience(_time, _log).RunAsync(
                async () =>
                {
                    await using var connection = await _database.OpenConnectionAsync(soon.Token);
                    var arguments = new { id, state, message, progress.Value.Done, progress.Value.Total };
                    await connection.ExecuteAsync(new CommandDefinition(sql, arguments, cancellationToken: soon.Token));
                },
                soon.Token);
        }
        catch (Exception exception) when (exception is NpgsqlException or OperationCanceledException)
        {
            _log.RunNotEnded(exception, id);
        }
    }

    private sealed class Latest : IProgress<ImportProgress>
    {
        public ImportProgress Value { get; private set; } = new(0, 0, "");

        public void Report(ImportProgress value) => Value = value;
    }
}
