using Dapper;
using Npgsql;
using Photoseek.Indexing.Jobs;
using Photoseek.Indexing.Storage;

namespace Photoseek.Indexing.Texts;

/// <summary>Texts and pictures that Ollama could make nothing of: shown, tried again, put aside.</summary>
public sealed class OllamaFailures
{
    private const int MostGroups = 50;
    private const int MostExamples = 8;

    private const string Meant = $"(@Image::bigint is null or p.image_id = @Image) and (@Reason::text is null or {Failures.ReasonSql} = @Reason)";

    private readonly NpgsqlDataSource _database;
    private readonly IObjectStore _store;

    internal OllamaFailures(NpgsqlDataSource database, IObjectStore store)
    {
        _database = database;
        _store = store;
    }

    /// <summary>What was given up, by state and reason, the most first.</summary>
    public async Task<IReadOnlyList<FailureGroup>> ListAsync(OllamaTask task, CancellationToken cancellationToken)
    {
        var groups = $"""
            select p.state, {Failures.ReasonSql} as reason, count(*), (array_agg(p.image_id order by p.image_id desc))[1:@MostExamples] as images
            from {Table(task)} p
            where {Scope(task)} and p.state <> 'pending'
            group by 1, 2
            order by 1, 3 desc, 2
            limit @MostGroups
            """;
        var pictures = $"""
            select i.id, i.file_name as name, i.content_sha256 as sha256, coalesce(p.reason, 'Unknown.') as reason
            from images i
            join {Table(task)} p on p.image_id = i.id and {Scope(task)}
            where i.id = any(@images)
            """;
        await using var connection = await _database.OpenConnectionAsync(cancellationToken);
        var rows = (await connection.QueryAsync<(string State, string Reason, long Count, long[] Images)>(
            new CommandDefinition(groups, new { MostGroups, MostExamples }, cancellationToken: cancellationToken))).AsList();
        var images = rows.SelectMany(static row => row.Images).ToArray();
        var found = new Dictionary<long, FailedPicture>();
        foreach (var (id, name, sha256, reason) in images.Length == 0 ? [] : await connection.QueryAsync<(long, string, byte[], string)>(new CommandDefinition(pictures, new { images }, cancellationToken: cancellationToken)))
        {
            var hasThumbnail = await _store.ExistsAsync(StoreKeys.Thumbnail(sha256, ThumbnailSize.Small), cancellationToken);
            found[id] = new FailedPicture(id, name, Convert.ToHexStringLower(sha256), reason, hasThumbnail);
        }

        return [.. rows.Select(row => new FailureGroup(row.State, row.Reason, row.Count, [.. row.Images.Where(found.ContainsKey).Select(id => found[id])]))];
    }

    /// <summary>Puts what was given up on the list again; what was put aside only where it is named.</summary>
    /// <returns>How many.</returns>
    public async Task<int> RetryAsync(OllamaTask task, Failures which, CancellationToken cancellationToken)
    {
        var sql = $"""
            update {Table(task)} p set state = 'pending', attempts = 0, due_at = now(), reason = null
            where {Scope(task)} and (p.state = 'failed' or (p.state = 'ignored' and (@Image::bigint is not null or @Reason::text is not null))) and {Meant}
            """;
        return await ChangeAsync(sql, which, cancellationToken);
    }

    /// <summary>Puts what was given up aside: it is not counted as failed any more.</summary>
    /// <returns>How many.</returns>
    public async Task<int> IgnoreAsync(OllamaTask task, Failures which, CancellationToken cancellationToken)
    {
        var sql = $"update {Table(task)} p set state = 'ignored' where {Scope(task)} and p.state = 'failed' and {Meant}";
        return await ChangeAsync(sql, which, cancellationToken);
    }

    private static string Table(OllamaTask task) => task == OllamaTask.Texts ? "pending_texts" : "pending_captions";

    // Of a generation that is built, or retired, nobody misses anything.
    private static string Scope(OllamaTask task) => task == OllamaTask.Texts ? "p.generation_id = (select id from text_generations where state = 'serving')" : "true";

    private async Task<int> ChangeAsync(string sql, Failures which, CancellationToken cancellationToken)
    {
        await using var connection = await _database.OpenConnectionAsync(cancellationToken);
        return await connection.ExecuteAsync(new CommandDefinition(sql, new { which.Image, which.Reason }, cancellationToken: cancellationToken));
    }
}
