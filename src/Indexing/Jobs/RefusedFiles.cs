using Dapper;
using Npgsql;

namespace Photoseek.Indexing.Jobs;

/// <summary>What looking through the sources has refused: never in the library, so not among the failures.</summary>
public sealed class RefusedFiles : IDisposable
{
    /// <summary>As many files as one page may have.</summary>
    public const int MostFiles = 1000;

    private const int MostGroups = 24;
    private const int MostExamples = 3;
    private const string ReasonSql = $"regexp_replace(x.reason, {Failures.NumbersSql})";

    private readonly NpgsqlDataSource _database;
    private readonly Cached<IReadOnlyList<RefusalGroup>> _groups;

    internal RefusedFiles(NpgsqlDataSource database, TimeProvider time)
    {
        _database = database;
        _groups = new Cached<IReadOnlyList<RefusalGroup>>(TimeSpan.FromSeconds(3), time, ReadGroupsAsync);
    }

    /// <summary>By source and reason, the most first; some seconds old at the most, or more where there are very many.</summary>
    public Task<IReadOnlyList<RefusalGroup>> GroupsAsync(CancellationToken cancellationToken) => _groups.GetAsync(cancellationToken);

    /// <summary>The files of a source, page by page.</summary>
    /// <param name="source">Its name, letter case aside.</param>
    /// <param name="reason">Those of a <see cref="RefusalGroup.Reason"/>; null for all.</param>
    /// <param name="after">The <see cref="RefusedPage.Next"/> of the page before; null for the first.</param>
    /// <param name="limit">How many, up to <see cref="MostFiles"/>.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>Null when the library has no such source.</returns>
    public async Task<RefusedPage?> PageAsync(string source, string? reason, string? after, int limit, CancellationToken cancellationToken)
    {
        const string find = "select id, name from sources where lower(name) = lower(@source) order by name <> @source limit 1";
        const string sql = $"""
            select x.key, x.reason, x.refused_at as refusedat
            from source_refusals x
            where x.source_id = @id and (@after::text is null or x.key > @after) and (@reason::text is null or {ReasonSql} = @reason)
            order by x.key
            limit @more
            """;
        ArgumentOutOfRangeException.ThrowIfNotEqual(limit, Math.Clamp(limit, 1, MostFiles));
        if ($"{source}{reason}{after}".Contains('\0', StringComparison.Ordinal))
        {
            return null;
        }

        await using var connection = await _database.OpenConnectionAsync(cancellationToken);
        if (await connection.QuerySingleOrDefaultAsync<(int, string)?>(new CommandDefinition(find, new { source }, cancellationToken: cancellationToken)) is not var (id, name))
        {
            return null;
        }

        var arguments = new { id, reason, after, more = limit + 1 };
        var files = (await connection.QueryAsync<RefusedFile>(new CommandDefinition(sql, arguments, cancellationToken: cancellationToken))).AsList();
        return new RefusedPage(name, [.. files.Take(limit)], files.Count > limit ? files[limit - 1].Key : null);
    }

    /// <inheritdoc/>
    public void Dispose() => _groups.Dispose();

    private async Task<IReadOnlyList<RefusalGroup>> ReadGroupsAsync(CancellationToken cancellationToken)
    {
        const string sql = $"""
            select s.name as source, {ReasonSql} as reason, count(*) as count, (array_agg(x.key order by x.key))[1:@MostExamples] as examples
            from source_refusals x join sources s on s.id = x.source_id
            group by 1, 2
            order by 3 desc, 1, 2
            limit @MostGroups
            """;
        await using var connection = await _database.OpenConnectionAsync(cancellationToken);
        var rows = await connection.QueryAsync<(string Source, string Reason, long Count, string[] Examples)>(
            new CommandDefinition(sql, new { MostGroups, MostExamples }, cancellationToken: cancellationToken));
        return [.. rows.Select(static row => new RefusalGroup(row.Source, row.Reason, row.Count, row.Examples))];
    }
}
