using Dapper;
using Npgsql;
using Photoseek.Indexing.Storage;

namespace Photoseek.Indexing.Jobs;

/// <summary>Watches indexing. Readings are shared and a second or more old, however many watch.</summary>
public sealed class IndexingMonitor : IDisposable
{
    private const int MostGroups = 12;
    private const int MostExamples = 8;

    /// <summary>More than all processes together hold at once.</summary>
    private const int Front = 4096;

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
            select coalesce((select sum(n) from library_counts where what = 'images'), 0)::bigint
                - (select count(*) from images where hidden_at is not null) as images,
              exists (select from library_switches where name = 'indexing_paused') as paused,
              coalesce((
                select sum(finished) / greatest(extract(epoch from clock_timestamp() - min(first_at)), 1)
                from indexing_minutes
                where minute >= date_trunc('minute', clock_timestamp()) - interval '1 minute'
                having max(last_at) > clock_timestamp() - interval '30 seconds'), 0)::double precision as rate
            """;

        // What is worked on is looked for among what is due first, as that is what is claimed: an index of leases would
        // cost every claim, and all claims together are some hundred pictures.
        const string generations = $"""
            with {LibraryCounts.Sql}
            select g.id, g.model, g.dimension, g.state, coalesce(v.n, 0) - h.n as indexed, a.n as active,
              greatest(coalesce(p.n, 0) - a.n - d.n, 0) as waiting, d.n as delayed, coalesce(f.n, 0) as failed, coalesce(i.n, 0) as ignored,
              o.oldest as oldestpending, g.created_at as createdat
            from model_generations g
            left join counts v on v.what = 'vectors' and v.subject = g.id
            left join counts p on p.what = 'pending' and p.subject = g.id
            left join counts f on f.what = 'failed' and f.subject = g.id
            left join counts i on i.what = 'ignored' and i.subject = g.id
            cross join lateral (
              select count(*) as n
              from (select leased_until from pending_images where generation_id = g.id and state = 'pending' order by due_at, image_id limit @Front) front
              where leased_until > now()) a
            cross join lateral (select count(*) as n from pending_images where generation_id = g.id and state = 'pending' and due_at > now()) d
            cross join lateral (select min(owed_at) as oldest from pending_images where generation_id = g.id and state = 'pending') o
            cross join lateral (
              select count(*) as n from images i join image_vectors v on v.generation_id = g.id and v.image_id = i.id
              where i.hidden_at is not null) h
            order by g.id desc
            """;
        await using var connection = await _database.OpenConnectionAsync(cancellationToken);
        var (images, paused, rate) = await connection.QuerySingleAsync<(long, bool, double)>(new CommandDefinition(library, cancellationToken: cancellationToken));
        var counts = await connection.QueryAsync<GenerationCounts>(new CommandDefinition(generations, new { Front }, cancellationToken: cancellationToken));
        return new IndexingOverview(images, paused, rate, [.. counts]);
    }

    private async Task<IReadOnlyList<SourceCounts>> ReadSourcesAsync(CancellationToken cancellationToken)
    {
        // By way of the work list: it is short where most is indexed, and where it is long the next reading waits longer.
        const string sql = $"""
            with {LibraryCounts.Sql},
            unfinished as (
              select o.source_id,
                count(*) filter (where p.state = 'pending') as pending,
                count(*) filter (where p.state = 'failed') as failed,
                count(*) filter (where p.state = 'ignored') as ignored
              from pending_images p
              join model_generations g on g.id = p.generation_id and g.state = 'serving'
              join image_objects o on o.image_id = p.image_id and o.gone_at is null
              where not exists (select from image_vectors v where v.generation_id = p.generation_id and v.image_id = p.image_id)
              group by o.source_id),
            present as (
              select s.id, coalesce(c.n, 0) - coalesce(gone.n, 0) as n
              from sources s
              left join counts c on c.what = 'objects' and c.subject = s.id
              left join (select source_id, count(*) as n from image_objects where gone_at is not null group by source_id) gone on gone.source_id = s.id)
            select s.name, s.kind, c.n as listed,
              case when g.id is null then 0 else c.n - coalesce(u.pending + u.failed + u.ignored, 0) end as indexed,
              case when g.id is null then c.n else coalesce(u.pending, 0) end as pending,
              coalesce(u.failed, 0) as failed, coalesce(u.ignored, 0) as ignored,
              (select count(*) from source_refusals x where x.source_id = s.id) as refused,
              r.gone, coalesce(r.known, 0) as known, r.since, r.accepted is not null as isaccepted
            from sources s
            left join source_removals r on r.source_id = s.id
            left join model_generations g on g.state = 'serving'
            join present c on c.id = s.id
            left join unfinished u on u.source_id = s.id
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
