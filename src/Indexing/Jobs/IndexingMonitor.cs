using Dapper;
using Npgsql;
using Photoseek.Indexing.Storage;

namespace Photoseek.Indexing.Jobs;

/// <summary>Watches indexing. Readings are shared and a second or more old, however many watch.</summary>
public sealed class IndexingMonitor : IDisposable
{
    private const int MostGroups = 12;
    private const int MostExamples = 8;

    private readonly NpgsqlDataSource _database;
    private readonly IObjectStore _store;
    private readonly Cached<IndexingOverview> _overview;
    private readonly Cached<IReadOnlyList<SourceCounts>> _sources;
    private readonly Cached<IReadOnlyList<FailureGroup>> _failures;

    internal IndexingMonitor(NpgsqlDataSource database, IObjectStore store, TimeProvider time)
    {
        _database = database;
        _store = store;
        _overview = new Cached<IndexingOverview>(TimeSpan.FromSeconds(1), time, ReadOverviewAsync);
        _sources = new Cached<IReadOnlyList<SourceCounts>>(TimeSpan.FromSeconds(3), time, ReadSourcesAsync);
        _failures = new Cached<IReadOnlyList<FailureGroup>>(TimeSpan.FromSeconds(3), time, ReadFailuresAsync);
    }

    /// <summary>Counts, rate and generations.</summary>
    public Task<IndexingOverview> OverviewAsync(CancellationToken cancellationToken) => _overview.GetAsync(cancellationToken);

    /// <summary>Counts by source, in the order they came.</summary>
    public Task<IReadOnlyList<SourceCounts>> SourcesAsync(CancellationToken cancellationToken) => _sources.GetAsync(cancellationToken);

    /// <summary>Pictures that were given up, by state and reason, the most first.</summary>
    public Task<IReadOnlyList<FailureGroup>> FailuresAsync(CancellationToken cancellationToken) => _failures.GetAsync(cancellationToken);

    /// <summary>Minutes in which something was embedded, oldest first.</summary>
    public async Task<IReadOnlyList<IndexedMinute>> MinutesAsync(TimeSpan period, CancellationToken cancellationToken)
    {
        const string sql = "select minute, finished from indexing_minutes where minute > now() - @period order by minute";
        await using var connection = await _database.OpenConnectionAsync(cancellationToken);
        return [.. await connection.QueryAsync<IndexedMinute>(new CommandDefinition(sql, new { period }, cancellationToken: cancellationToken))];
    }

    /// <summary>Every object of every source, also those that are no usable pictures. Read as it is asked for: flat in memory, however large the library is.</summary>
    public async IAsyncEnumerable<ManifestLine> ManifestAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        const string sql = """
            select s.name as source, o.key, encode(i.content_sha256, 'hex') as sha256,
              case when v.image_id is not null then 'indexed' when p.state in ('failed', 'ignored') then p.state else 'pending' end as state,
              case when v.image_id is not null then g.model end as model, v.created_at as time,
              case when v.image_id is null and p.state in ('failed', 'ignored') then p.reason end as reason
            from image_objects o
            join sources s on s.id = o.source_id
            join images i on i.id = o.image_id
            left join model_generations g on g.state = 'serving'
            left join image_vectors v on v.generation_id = g.id and v.image_id = i.id
            left join pending_images p on p.generation_id = g.id and p.image_id = i.id
            where o.gone_at is null
            order by o.source_id, o.key
            """;
        const string refused = """
            select s.name as source, x.key, null as sha256, 'refused' as state, null as model, null::timestamptz as time, x.reason
            from source_refusals x join sources s on s.id = x.source_id
            order by x.source_id, x.key
            """;
        await using var connection = await _database.OpenConnectionAsync(cancellationToken);
        foreach (var part in (string[])[sql, refused])
        {
            await foreach (var line in connection.QueryUnbufferedAsync<ManifestLine>(part, commandTimeout: 0).WithCancellation(cancellationToken))
            {
                yield return line;
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _overview.Dispose();
        _sources.Dispose();
        _failures.Dispose();
    }

    internal void Forget()
    {
        _overview.Forget();
        _sources.Forget();
        _failures.Forget();
    }

    private async Task<IndexingOverview> ReadOverviewAsync(CancellationToken cancellationToken)
    {
        // The rate counts from the first batch of the last two minutes, so that it is true from the beginning on.
        const string library = """
            select (select count(*) from images) - (select count(*) from images where hidden_at is not null) as images,
              exists (select from library_switches where name = 'indexing_paused') as paused,
              coalesce((
                select sum(finished) / greatest(extract(epoch from clock_timestamp() - min(first_at)), 1)
                from indexing_minutes
                where minute >= date_trunc('minute', clock_timestamp()) - interval '1 minute'
                having max(last_at) > clock_timestamp() - interval '30 seconds'), 0)::double precision as rate
            """;
        const string generations = """
            select g.id, g.model, g.dimension, g.state, coalesce(v.count, 0) - coalesce(h.count, 0) as indexed,
              coalesce(p.active, 0) as active, coalesce(p.pending - p.active - p.delayed, 0) as waiting, coalesce(p.delayed, 0) as delayed,
              coalesce(p.failed, 0) as failed, coalesce(p.ignored, 0) as ignored, p.oldest as oldestpending, g.created_at as createdat
            from model_generations g
            left join (select generation_id, count(*) from image_vectors group by generation_id) v on v.generation_id = g.id
            left join (
              select generation_id, count(*) from images i join image_vectors v on v.image_id = i.id
              where i.hidden_at is not null
              group by generation_id) h on h.generation_id = g.id
            left join (
              select generation_id,
                count(*) filter (where state = 'pending') as pending,
                count(*) filter (where state = 'pending' and leased_until > now()) as active,
                count(*) filter (where state = 'pending' and due_at > now() and (leased_until is null or leased_until <= now())) as delayed,
                count(*) filter (where state = 'failed') as failed,
                count(*) filter (where state = 'ignored') as ignored,
                min(owed_at) filter (where state = 'pending') as oldest
              from pending_images
              group by generation_id) p on p.generation_id = g.id
            order by g.id desc
            """;
        await using var connection = await _database.OpenConnectionAsync(cancellationToken);
        var (images, paused, rate) = await connection.QuerySingleAsync<(long, bool, double)>(new CommandDefinition(library, cancellationToken: cancellationToken));
        var counts = await connection.QueryAsync<GenerationCounts>(new CommandDefinition(generations, cancellationToken: cancellationToken));
        return new IndexingOverview(images, paused, rate, [.. counts]);
    }

    private async Task<IReadOnlyList<SourceCounts>> ReadSourcesAsync(CancellationToken cancellationToken)
    {
        const string sql = """
            select s.name, s.kind, count(o.key) as listed, count(v.image_id) as indexed,
              count(o.key) - count(v.image_id) - count(*) filter (where v.image_id is null and p.state in ('failed', 'ignored')) as pending,
              count(*) filter (where v.image_id is null and p.state = 'failed') as failed,
              count(*) filter (where v.image_id is null and p.state = 'ignored') as ignored,
              (select count(*) from source_refusals x where x.source_id = s.id) as refused,
              r.gone, coalesce(r.known, 0) as known, r.since, r.accepted is not null as isaccepted
            from sources s
            left join source_removals r on r.source_id = s.id
            left join model_generations g on g.state = 'serving'
            left join image_objects o on o.source_id = s.id and o.gone_at is null
            left join image_vectors v on v.generation_id = g.id and v.image_id = o.image_id
            left join pending_images p on p.generation_id = g.id and p.image_id = o.image_id
            group by s.id, r.source_id
            order by s.id
            """;
        await using var connection = await _database.OpenConnectionAsync(cancellationToken);
        var rows = await connection.QueryAsync<SourceRow>(new CommandDefinition(sql, cancellationToken: cancellationToken));
        return [.. rows.Select(static r => new SourceCounts(r.Name, r.Kind, r.Listed, r.Indexed, r.Pending, r.Failed, r.Ignored, r.Refused)
        {
            Removal = r is { Gone: { } gone, Since: { } since } ? new HeldRemoval(gone, r.Known, since, r.IsAccepted) : null,
        })];
    }

    private async Task<IReadOnlyList<FailureGroup>> ReadFailuresAsync(CancellationToken cancellationToken)
    {
        const string groups = $"""
            select p.state, {Failures.ReasonSql} as reason, count(*), (array_agg(p.image_id order by p.image_id desc))[1:@MostExamples] as images
            from pending_images p
            where p.generation_id = (select id from model_generations where state = 'serving') and p.state in ('failed', 'ignored')
            group by 1, 2
            order by 1, 3 desc, 2
            limit @MostGroups
            """;
        const string pictures = """
            select i.id, i.file_name as name, i.content_sha256 as sha256, coalesce(p.reason, 'Unknown.') as reason
            from images i
            join model_generations g on g.state = 'serving'
            join pending_images p on p.generation_id = g.id and p.image_id = i.id
            where i.id = any(@images)
            """;
        await using var connection = await _database.OpenConnectionAsync(cancellationToken);
        var rows = (await connection.QueryAsync<(string State, string Reason, long Count, long[] Images)>(
            new CommandDefinition(groups, new { MostGroups, MostExamples }, cancellationToken: cancellationToken))).AsList();
        var images = rows.SelectMany(static row => row.Images).ToArray();
        var found = new Dictionary<long, FailedPicture>();
        foreach (var (id, name, sha256, reason) in await connection.QueryAsync<(long, string, byte[], string)>(new CommandDefinition(pictures, new { images }, cancellationToken: cancellationToken)))
        {
            var hasThumbnail = await _store.ExistsAsync(StoreKeys.Thumbnail(sha256, ThumbnailSize.Small), cancellationToken);
            found[id] = new FailedPicture(id, name, Convert.ToHexStringLower(sha256), reason, hasThumbnail);
        }

        return [.. rows.Select(row => new FailureGroup(row.State, row.Reason, row.Count, [.. row.Images.Where(found.ContainsKey).Select(id => found[id])]))];
    }

    private sealed record SourceRow(
        string Name, string Kind, long Listed, long Indexed, long Pending, long Failed, long Ignored, long Refused, long? Gone, long Known, DateTime? Since, bool IsAccepted);
}
