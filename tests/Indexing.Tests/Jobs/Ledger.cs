using Photoseek.Testing;

namespace Photoseek.Indexing.Tests.Jobs;

/// <summary>The ledger of counts against the rows that it counts.</summary>
internal static class Ledger
{
    /// <summary>Fails with what is not noted as it is. What a dropped generation's table held stays noted; nobody reads it.</summary>
    public static async Task IsRightAsync(TestPostgres postgres)
    {
        const string sql = """
            with counted as (
              select 'images' as what, 0 as subject, count(*) as n from images
              union all select 'objects', source_id, count(*) from image_objects group by source_id
              union all select 'vectors', generation_id, count(*) from image_vectors group by generation_id
              union all select state, generation_id, count(*) from pending_images group by state, generation_id
              union all select 'described', 0, count(*) from images
                where title is not null or description is not null or caption is not null or tags <> '{}' or persons <> '{}'
              union all select 'captioned', 0, count(*) from images where caption_by = 'model'
              union all select 'text_vectors', generation_id, count(*) from text_vectors group by generation_id
              union all select 'text_' || state, generation_id, count(*) from pending_texts group by state, generation_id
              union all select 'caption_' || state, 0, count(*) from pending_captions group by state),
            noted as (select what, subject, sum(n)::bigint as n from library_counts group by what, subject)
            select coalesce(string_agg(coalesce(c.what, l.what) || ' ' || coalesce(c.subject, l.subject) || ': ' || coalesce(l.n, 0) || ' noted, ' || coalesce(c.n, 0) || ' there', '; '), '')
            from counted c full join noted l on l.what = c.what and l.subject = c.subject
            where coalesce(c.n, 0) <> coalesce(l.n, 0)
              and (l.what is distinct from 'text_vectors' or l.subject in (select id from text_generations))
            """;
        Assert.Equal("", await postgres.ScalarAsync<string>(sql));
    }
}
