using Dapper;
using Npgsql;
using Photoseek.Indexing.Pending;
using Photoseek.Indexing.Worker;

namespace Photoseek.Indexing.Jobs;

/// <summary>What a person can ask of indexing. It reaches every process on the database.</summary>
public sealed class IndexingControl
{
    private readonly NpgsqlDataSource _database;
    private readonly WorkBell _bell;
    private readonly IndexingMonitor _monitor;

    internal IndexingControl(NpgsqlDataSource database, WorkBell bell, IndexingMonitor monitor)
    {
        _database = database;
        _bell = bell;
        _monitor = monitor;
    }

    /// <summary>Lets no worker begin anything new; what is being worked on is finished.</summary>
    public Task PauseAsync(CancellationToken cancellationToken)
    {
        const string sql = "insert into library_switches (name) values ('indexing_paused') on conflict do nothing";
        return ChangeAsync(sql, new { }, cancellationToken);
    }

    /// <summary>Lets the workers go on.</summary>
    public Task ResumeAsync(CancellationToken cancellationToken)
    {
        const string sql = "delete from library_switches where name = 'indexing_paused'";
        return ChangeAsync(sql, new { }, cancellationToken);
    }

    /// <summary>Puts pictures that were given up, or ignored, back on the work list of the served generation.</summary>
    /// <returns>How many.</returns>
    public Task<int> RetryAsync(Failures which, CancellationToken cancellationToken)
    {
        const string sql = $"""
            update pending_images p
            set state = 'pending', attempts = 0, due_at = now(), owed_at = now(), reason = null
            where generation_id = (select id from model_generations where state = 'serving')
              and (state = 'failed' or (state = 'ignored' and (@Image is not null or @Reason is not null)))
              and (@Image::bigint is null or image_id = @Image)
              and (@Reason::text is null or {Failures.ReasonSql} = @Reason)
            """;
        return ChangeAsync(sql, new { which.Image, which.Reason }, cancellationToken);
    }

    /// <summary>Puts pictures that were given up aside: they are not counted as failed any more.</summary>
    /// <returns>How many.</returns>
    public Task<int> IgnoreAsync(Failures which, CancellationToken cancellationToken)
    {
        const string sql = $"""
            update pending_images p
            set state = 'ignored'
            where generation_id = (select id from model_generations where state = 'serving')
              and state = 'failed'
              and (@Image::bigint is null or image_id = @Image)
              and (@Reason::text is null or {Failures.ReasonSql} = @Reason)
            """;
        return ChangeAsync(sql, new { which.Image, which.Reason }, cancellationToken);
    }

    /// <summary>Owes every picture a vector that has none in the served generation, and is not given up.</summary>
    /// <returns>How many were not on the work list yet.</returns>
    public Task<int> IndexMissingAsync(CancellationToken cancellationToken) => OweAsync(before: null, progress: null, cancellationToken);

    /// <summary>Owes every picture a new vector in the served generation; the old ones are searched until then.</summary>
    /// <returns>How many were not on the work list yet.</returns>
    public Task<int> ReembedAsync(CancellationToken cancellationToken) => OweAsync(DateTime.MaxValue, progress: null, cancellationToken);

    /// <summary>Says yes to a removal that was too large to be done without asking: the next look through the source does it, once.</summary>
    /// <param name="source">The source's name, letter case aside.</param>
    /// <param name="shown">How many pictures the person was told would go; null for as many as it is now. A few more may go, many more are asked about anew.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>How many pictures may go; null when nothing of the source waits for an answer.</returns>
    public async Task<long?> AcceptRemovalAsync(string source, long? shown, CancellationToken cancellationToken)
    {
        const string sql = """
            update source_removals r set accepted = least(r.gone, @shown)
            from sources s
            where s.id = r.source_id and lower(s.name) = lower(@source)
            returning r.accepted
            """;
        await using var connection = await _database.OpenConnectionAsync(cancellationToken);
        var accepted = await connection.QuerySingleOrDefaultAsync<long?>(new CommandDefinition(sql, new { source, shown }, cancellationToken: cancellationToken));
        Changed();
        return accepted;
    }

    /// <summary>Owes what has no vector, or none that was made since <paramref name="before"/>.</summary>
    internal async Task<int> OweAsync(DateTime? before, IProgress<ImportProgress>? progress, CancellationToken cancellationToken)
    {
        const string sql = "select id from model_generations where state = 'serving'";
        await using var connection = await _database.OpenConnectionAsync(cancellationToken);
        var serving = await connection.QuerySingleOrDefaultAsync<int?>(new CommandDefinition(sql, cancellationToken: cancellationToken));
        var owed = serving is { } generation ? await OwedVectors.AddAsync(_database, generation, before, progress, cancellationToken) : 0;
        Changed();
        return owed;
    }

    private async Task<int> ChangeAsync(string sql, object arguments, CancellationToken cancellationToken)
    {
        await using var connection = await _database.OpenConnectionAsync(cancellationToken);
        var count = await connection.ExecuteAsync(new CommandDefinition(sql, arguments, cancellationToken: cancellationToken));
        Changed();
        return count;
    }

    private void Changed()
    {
        _monitor.Forget();
        _bell.Ring();
    }
}
