namespace Photoseek.Indexing.Jobs;

/// <summary>
/// Reading the ledger of counts (<c>library_counts</c>), less what is hidden: exact in the snapshot of the statement, and as
/// quick for a million pictures as for ten, if few of them are hidden.
/// </summary>
internal static class LibraryCounts
{
    /// <summary>The same with-item of what hiding a picture does not change: what is written, its vectors and its work.</summary>
    public const string OfTexts = "counts as materialized (select what, subject, sum(n)::bigint as n from library_counts group by what, subject)";

    /// <summary>A with-item <c>counts (what, subject, n)</c>; what is not in it there is none of.</summary>
    public const string Sql = """
        counts as materialized (
          select what, subject, sum(n)::bigint as n
          from (
            select what, subject, n from library_counts
            union all
            select 'images', 0, -count(*) from images where hidden_at is not null
            union all
            select 'objects', source_id, -count(*) from image_objects where gone_at is not null group by source_id
            union all
            select 'vectors', v.generation_id, -count(*) from images i join image_vectors v on v.image_id = i.id
            where i.hidden_at is not null group by v.generation_id) noted
          group by what, subject)
        """;
}
