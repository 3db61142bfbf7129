using Photoseek.Search.Language.Filters;

namespace Photoseek.Search.Queries;

/// <summary>Counts what pictures have in the fields that searches can be narrowed by.</summary>
internal static class FacetQuery
{
    private const int Most = 8;

    // The order in which they are shown.
    private static readonly string[] Names = ["year", "camera", "person", "tag", "type", "source", "project", "category"];

    /// <summary>Of some pictures.</summary>
    /// <param name="snapshot">Where to look.</param>
    /// <param name="ids">At most as many as paging reaches.</param>
    /// <param name="cancellationToken">Ends the statement.</param>
    public static async Task<FacetCounts> OfAsync(LibrarySnapshot snapshot, long[] ids, CancellationToken cancellationToken) =>
        ids.Length == 0 ? FacetCounts.None : await RunAsync(snapshot, "i.id = any(@ids)", "", new { ids, Most }, ids.Length, 1, cancellationToken);

    /// <summary>Of the library, or of a sample of it.</summary>
    /// <param name="snapshot">Where to look.</param>
    /// <param name="rows">How many pictures there are, about.</param>
    /// <param name="sample">Most to look at.</param>
    /// <param name="cancellationToken">Ends the statement.</param>
    public static Task<FacetCounts> OfLibraryAsync(LibrarySnapshot snapshot, long rows, int sample, CancellationToken cancellationToken)
    {
        var part = rows <= sample ? 1 : (double)sample / rows;
        var sampled = part == 1 ? "" : FormattableString.Invariant($"tablesample system ({100 * part:0.######}) repeatable (1)");
        return RunAsync(snapshot, "i.hidden_at is null", sampled, new { Most }, rows, part, cancellationToken);
    }

    private static async Task<FacetCounts> RunAsync(
        LibrarySnapshot snapshot, string which, string sampled, object parameters, long pictures, double part, CancellationToken cancellationToken)
    {
        var sql = $"""
            with found as materialized (
              select i.id, i.taken_at, i.camera_make, i.camera_model, i.persons, i.tags, i.format, i.project, i.category
              from images i {sampled} where {which}
            ),
            counted as (
              select 'year' as name, extract(year from taken_at)::int::text as value, count(*) as n from found where taken_at is not null group by 2
              union all select 'camera', coalesce(nullif(trim(camera_model), ''), trim(camera_make)), count(*) from found where camera_model is not null or camera_make is not null group by 2
              union all select 'person', v, count(*) from found, unnest(persons) v group by 2
              union all select 'tag', v, count(*) from found, unnest(tags) v group by 2
              union all select 'type', format, count(*) from found group by 2
              union all select 'source', s.name, count(distinct f.id) from found f
                        join image_objects o on o.image_id = f.id and o.gone_at is null join sources s on s.id = o.source_id group by 2
              union all select 'project', project, count(*) from found where project is not null group by 2
              union all select 'category', category, count(*) from found where category is not null group by 2
            ),
            ranked as (select name, value, n, row_number() over (partition by name order by n desc, value) as place from counted where value <> '')
            select name, value, n from ranked where place <= @Most order by name, place
            """;
        var rows = await snapshot.QueryAsync<(string Name, string Value, long N)>(sql, parameters, cancellationToken);
        return new FacetCounts(
            [
                .. from name in Names
                   let values = rows.Where(row => row.Name == name).Select(row => new FacetValue(row.Value, Math.Max(1, (long)Math.Round(row.N / part)), FilterOf(name, row.Value))).ToList()
                   where values.Count > 0
                   select new Facet(name, values),
            ],
            pictures,
            part < 1);
    }

    private static string FilterOf(string name, string value) =>
        name == "year" ? $"from:{value} to:{value}"
        : FilterNames.TryLabel(name, out var field) ? new LabelFilter(field, [value.Replace('"', ' ')]).Written
        : throw new ArgumentOutOfRangeException(nameof(name));
}
