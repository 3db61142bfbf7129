using Dapper;
using Npgsql;
using Photoseek.Search.Queries;

namespace Photoseek.Search.Duplicates;

/// <summary>Looks through the library for near-duplicates, some pictures at a time: each is compared with its nearest neighbours.</summary>
internal sealed class DuplicateSearch(NpgsqlDataSource database, SearchOptions options)
{
    /// <summary>Pictures in a step while nobody waits: half a second's work at a million.</summary>
    public const int Step = 100;

    // A burst of more is found in parts, which share pictures and so are joined.
    private const int Neighbours = 16;

    // Up to so many are compared one by one while there is no index.
    private const int FewRows = 5_000;

    private string Rule => FormattableString.Invariant($"{options.CopyLikeness} {options.BurstLikeness} {options.BurstTime.TotalSeconds}");

    /// <summary>Looks at the next pictures.</summary>
    /// <param name="most">How many at most.</param>
    /// <param name="cancellationToken">Stops it; all or nothing of the step has happened.</param>
    /// <returns>How many were looked at; 0 when there are no more, or another process is at it.</returns>
    public async Task<int> StepAsync(int most, CancellationToken cancellationToken)
    {
        Generation serving;
        await using (var snapshot = await LibrarySnapshot.OpenAsync(database, options.Deadline, null, cancellationToken))
        {
            if (snapshot.Serving is not { } generation || options.CopyLikeness == 0)
            {
                return 0;
            }

            serving = generation;
        }

        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var work = new Work(connection, transaction, serving, cancellationToken);
        if (await BeginAsync(work) is not { } lookedTo || await NextAsync(work, lookedTo, most) is not { Length: > 0 } ids)
        {
            await transaction.CommitAsync(cancellationToken);
            return 0;
        }

        await JoinAsync(work, await PairsAsync(work, ids));
        await work.ExecuteAsync("update duplicate_progress set looked_to = @to where generation_id = @id", new { to = ids[^1], id = serving.Id });
        await transaction.CommitAsync(cancellationToken);
        return ids.Length;
    }

    // Only one process at a time has the row.
    private async Task<long?> BeginAsync(Work work)
    {
        const string begin = """
            insert into duplicate_progress (generation_id, rule) values (@id, @Rule) on conflict do nothing;
            select looked_to as lookedto, rule, generation_is_indexed(@id) as indexed from duplicate_progress where generation_id = @id for update skip locked
            """;
        const string anew = """
            delete from near_duplicates where generation_id = @id;
            update duplicate_progress set rule = @Rule, looked_to = 0 where generation_id = @id
            """;
        var rows = await work.QueryAsync<(long LookedTo, string Rule, bool Indexed)>(begin, new { id = work.Serving.Id, Rule });
        if (rows.Count == 0 || !(rows[0].Indexed || work.Serving.Rows < FewRows))
        {
            return null;
        }

        if (rows[0].Rule == Rule)
        {
            return rows[0].LookedTo;
        }

        await work.ExecuteAsync(anew, new { id = work.Serving.Id, Rule });
        return 0;
    }

    // Vectors are not written in the order of the pictures: what comes behind one that is still owed has to wait.
    private static async Task<long[]> NextAsync(Work work, long lookedTo, int most)
    {
        var sql = $"""
            select image_id from image_vectors
            where generation_id = {work.Serving.Id} and image_id > @lookedTo
              and image_id < coalesce((select min(image_id) from pending_images where generation_id = {work.Serving.Id} and state = 'pending'), {long.MaxValue})
            order by image_id limit @most
            """;
        return [.. await work.QueryAsync<long>(sql, new { lookedTo, most })];
    }

    private async Task<IReadOnlyList<(long Image, long Other)>> PairsAsync(Work work, long[] ids)
    {
        var halfvec = $"halfvec({work.Serving.Model.Dimension})";
        var settings = work.Serving.Rows < FewRows
            ? "select 1"
            : "select set_config('enable_seqscan', 'off', true), set_config('enable_sort', 'off', true), set_config('hnsw.ef_search', '64', true)";
        var sql = $"""
            select s.image_id as image, n.image_id as other
            from image_vectors s
            join images i on i.id = s.image_id
            cross join lateral (
              select v.image_id, v.embedding::{halfvec} <=> s.embedding::{halfvec} as distance
              from image_vectors v
              where v.generation_id = {work.Serving.Id}
              order by v.embedding::{halfvec} <=> s.embedding::{halfvec}
              limit {Neighbours}) n
            join images o on o.id = n.image_id
            where s.generation_id = {work.Serving.Id} and s.image_id = any(@ids) and n.image_id <> s.image_id
              and (n.distance <= @copy or (n.distance <= @burst and abs(extract(epoch from i.taken_at - o.taken_at)) <= @seconds))
            """;
        await work.ExecuteAsync(settings, null);
        return await work.QueryAsync<(long, long)>(
            sql, new { ids, copy = 1 - options.CopyLikeness, burst = 1 - options.BurstLikeness, seconds = options.BurstTime.TotalSeconds });
    }

    private static async Task JoinAsync(Work work, IReadOnlyList<(long Image, long Other)> pairs)
    {
        const string read = "select image_id, group_id from near_duplicates where generation_id = @id and image_id = any(@ids)";
        const string write = """
            update near_duplicates d set group_id = g.now from unnest(@images::bigint[], @groups::bigint[]) as g(was, now)
            where d.generation_id = @id and d.group_id = g.was and g.was <> g.now;
            insert into near_duplicates (generation_id, image_id, group_id)
            select @id, image, grp from unnest(@images::bigint[], @groups::bigint[]) as g(image, grp) where image = any(@ids)
            on conflict (image_id, generation_id) do update set group_id = excluded.group_id where near_duplicates.group_id <> excluded.group_id
            """;
        if (pairs.Count == 0)
        {
            return;
        }

        var id = work.Serving.Id;
        long[] ids = [.. pairs.SelectMany(static pair => new[] { pair.Image, pair.Other }).Distinct()];
        var groups = new DuplicateGroups();
        foreach (var (one, other) in pairs.Concat(await work.QueryAsync<(long, long)>(read, new { id, ids })))
        {
            groups.Join(one, other);
        }

        var joined = groups.All.ToList();
        await work.ExecuteAsync(write, new { id, ids, images = joined.Select(static g => g.Image).ToArray(), groups = joined.Select(static g => g.Group).ToArray() });
    }

    private sealed record Work(NpgsqlConnection Connection, NpgsqlTransaction Transaction, Generation Serving, CancellationToken CancellationToken)
    {
        public async Task<IReadOnlyList<T>> QueryAsync<T>(string sql, object? values) =>
            (await Connection.QueryAsync<T>(new CommandDefinition(sql, values, Transaction, cancellationToken: CancellationToken))).AsList();

        public Task<int> ExecuteAsync(string sql, object? values) =>
            Connection.ExecuteAsync(new CommandDefinition(sql, values, Transaction, cancellationToken: CancellationToken));
    }
}
