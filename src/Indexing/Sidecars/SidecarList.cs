using Dapper;
using Npgsql;

namespace Photoseek.Indexing.Sidecars;

/// <summary>The sidecars that are known of the sources, and which of them the library has used.</summary>
internal sealed class SidecarList(NpgsqlDataSource database)
{
    /// <summary>Notes that sidecars are there as they are now.</summary>
    /// <param name="source">Where.</param>
    /// <param name="found">Which.</param>
    /// <param name="seenAt">When the listing that has seen them began; null for now.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public Task RecordAsync(int source, IReadOnlyCollection<SidecarFile> found, DateTime? seenAt, CancellationToken cancellationToken)
    {
        const string sql = """
            insert into source_sidecars (source_id, key, stem, version, seen_at)
            select @source, f.key, f.stem, f.version, coalesce(@seenAt::timestamptz, clock_timestamp())
            from unnest(@keys, @stems, @versions) as f(key, stem, version)
            order by f.key collate "C"
            on conflict (source_id, key) do update
            set version = excluded.version, seen_at = greatest(source_sidecars.seen_at, excluded.seen_at)
            """;
        var arguments = new
        {
            source,
            seenAt,
            keys = found.Select(static f => f.Key).ToArray(),
            stems = found.Select(static f => f.Stem).ToArray(),
            versions = found.Select(static f => f.Version).ToArray(),
        };
        return found.Count == 0 ? Task.CompletedTask : ExecuteAsync(sql, arguments, cancellationToken);
    }

    /// <summary>Strikes off what a complete listing has not seen.</summary>
    public Task ForgetAsync(int source, DateTime seenBefore, CancellationToken cancellationToken)
    {
        const string sql = "delete from source_sidecars where source_id = @source and seen_at < @seenBefore";
        return ExecuteAsync(sql, new { source, seenBefore }, cancellationToken);
    }

    /// <summary>Strikes off one that is gone.</summary>
    public Task RemoveAsync(int source, string key, CancellationToken cancellationToken)
    {
        const string sql = "delete from source_sidecars where source_id = @source and key = @key";
        return ExecuteAsync(sql, new { source, key }, cancellationToken);
    }

    /// <summary>The images of a source that were described with other sidecars than are there now; not those whose indexing will see to it.</summary>
    public async Task<IReadOnlyList<long>> OutdatedAsync(int source, CancellationToken cancellationToken)
    {
        // Joined whole, once for each listing: cheaper than an index of stems over all pictures. The order is that of LocateAsync.
        const string sql = """
            with named as (
              select o.key, c.version, c.stem
              from image_objects o join source_sidecars c on c.source_id = o.source_id and c.stem = o.key
              where o.source_id = @source
              union all
              select o.key, c.version, c.stem
              from image_objects o join source_sidecars c on c.source_id = o.source_id and c.stem = sidecar_stem(o.key)
              where o.source_id = @source),
            present as (
              select key, string_agg(version, ' ' order by length(stem) desc, version) as versions from named group by key),
            recorded as (
              select key from image_objects where source_id = @source and sidecars is not null)
            select distinct o.image_id
            from (select key from present union select key from recorded) involved
            join image_objects o on o.source_id = @source and o.key = involved.key and o.gone_at is null
            left join present p on p.key = o.key
            where o.sidecars is distinct from p.versions
              and not exists (select from pending_images w where w.image_id = o.image_id)
            order by 1
            """;
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return [.. await connection.QueryAsync<long>(new CommandDefinition(sql, new { source }, cancellationToken: cancellationToken))];
    }

    /// <summary>The sidecars of images, by image: of the first object first, and the one that is the object's alone before a shared one.</summary>
    public async Task<ILookup<long, SidecarLocation>> LocateAsync(IReadOnlyCollection<long> images, CancellationToken cancellationToken)
    {
        const string sql = """
            select o.image_id as imageid, s.id as sourceid, s.kind, s.name as source, s.root, o.key as picture, c.key, c.version
            from image_objects o
            join sources s on s.id = o.source_id
            left join source_sidecars c on c.source_id = o.source_id and c.stem in (o.key, sidecar_stem(o.key))
            where o.image_id = any(@images) and o.gone_at is null and (c.key is not null or o.sidecars is not null)
            order by o.image_id, s.id, o.key, length(c.stem) desc, c.version
            """;
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var rows = await connection.QueryAsync<SidecarLocation>(new CommandDefinition(sql, new { images = images.ToArray() }, cancellationToken: cancellationToken));
        return rows.ToLookup(static row => row.ImageId);
    }

    /// <summary>Records which sidecars images were described with; in the caller's transaction, under <see cref="Sources.LibraryLock.AddingAsync"/>.</summary>
    public static Task MarkAsync(IEnumerable<SidecarMark> marks, NpgsqlTransaction transaction, CancellationToken cancellationToken)
    {
        const string sql = "update image_objects set sidecars = @Versions where source_id = @SourceId and key = @Picture";
        return transaction.Connection!.ExecuteAsync(new CommandDefinition(sql, marks, transaction, cancellationToken: cancellationToken));
    }

    private async Task ExecuteAsync(string sql, object arguments, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(sql, arguments, cancellationToken: cancellationToken));
    }
}
