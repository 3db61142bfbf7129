using Dapper;
using Npgsql;

namespace Photoseek.Indexing.Sources;

/// <summary>Remembers which objects of a source are no usable pictures, and why, so that it is seen.</summary>
internal sealed class Refusals(NpgsqlDataSource database)
{
    /// <summary>Notes what was refused, and strikes off what was taken.</summary>
    public async Task RecordAsync(int source, IEnumerable<FileTaken> results, CancellationToken cancellationToken)
    {
        const string strike = "delete from source_refusals where source_id = @source and key = any(@good)";
        const string note = """
            insert into source_refusals as r (source_id, key, reason, refused_at)
            select @source, refused.key, refused.reason, clock_timestamp() from unnest(@keys, @reasons) as refused(key, reason)
            order by refused.key
            on conflict (source_id, key) do update set reason = excluded.reason, refused_at = excluded.refused_at
            """;

        // Keys that a text of the database cannot hold are only in the summary.
        var refused = results.Where(static r => r.Result.Status == IntakeStatus.Refused && SourceFolder.IsSafe(r.Result.File)).DistinctBy(static r => r.Result.File).ToArray();
        var arguments = new
        {
            source,
            good = results.Where(static r => r.Result.Status != IntakeStatus.Refused).Select(static r => r.Result.File).ToArray(),
            keys = refused.Select(static r => r.Result.File).ToArray(),
            reasons = refused.Select(static r => PlainText.Line(r.Result.Reason, 1000) ?? "Unknown.").ToArray(),
        };
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(strike, arguments, cancellationToken: cancellationToken));
        await connection.ExecuteAsync(new CommandDefinition(note, arguments, cancellationToken: cancellationToken));
    }

    /// <summary>Strikes off what a complete look through the source has not come across.</summary>
    public async Task ForgetAsync(int source, DateTime before, CancellationToken cancellationToken)
    {
        const string sql = "delete from source_refusals where source_id = @source and refused_at < @before";
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(sql, new { source, before }, cancellationToken: cancellationToken));
    }
}
