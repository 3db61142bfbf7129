using Dapper;
using Photoseek.Search.Language;
using Photoseek.Search.Queries;
using Photoseek.Testing;

namespace Photoseek.Search.Tests;

/// <summary>Words and filters over what is written about pictures.</summary>
public sealed class WordQueryTests : IClassFixture<WordQueryTests.Library>
{
    private readonly Library _library;

    public WordQueryTests(Library library) => _library = library;

    [PostgresTheory]
    [InlineData("christmas", "tree")]
    [InlineData("Christmas", "tree")]
    [InlineData("chri", "tree")]
    [InlineData("boat", "lake")]
    [InlineData("boats", "lake")]
    [InlineData("zurich", "lake")]
    [InlineData("Zürich", "lake")]
    [InlineData("running dog", "dog")]
    [InlineData("the dogs", "dog")]
    [InlineData("haus", "houses")]
    [InlineData("pat", "pat,both")]
    [InlineData("pat jack", "both,pat,jack")]
    [InlineData("\"Pat\" \"Jack\"", "both")]
    [InlineData("\"pat smith\"", "pat")]
    [InlineData("\"smith pat\"", "")]
    [InlineData("\"boat\"", "")]
    [InlineData("\"boats\"", "lake")]
    [InlineData("IMG_0042", "tree")]
    [InlineData("powershot", "dog")]
    [InlineData("café", "lake")]
    [InlineData("on", "")]
    [InlineData("pat -jack", "pat")]
    [InlineData("pat -\"jack frost\"", "pat,both")]
    [InlineData("пальма", "both")]
    [InlineData("!!!", "")]
    [InlineData("", "")]
    [InlineData("'; drop table images; --", "")]
    public async Task Words_find_what_is_written(string typed, string expected) =>
        Assert.Equal(expected, await _library.FindAsync(typed));

    [PostgresTheory]
    [InlineData("chrismas", "christmas", "tree")]
    [InlineData("zurch", "zurich", "lake")]
    [InlineData("xyzzy", null, "")]
    public async Task What_nobody_wrote_is_taken_for_what_somebody_did(string typed, string? guess, string expected)
    {
        var query = QueryParser.Parse(typed);
        await using var snapshot = await LibrarySnapshot.OpenAsync(_library.DataSource, TimeSpan.FromSeconds(30), null, CancellationToken.None);

        var matches = await WordQuery.RunAsync(snapshot, query, CandidateFilter.Of(new SearchRequest(), query), 10, CancellationToken.None);

        Assert.Equal(guess, matches.Guessed.GetValueOrDefault(typed)?[0]);
        Assert.Equal(expected, await _library.FindAsync(typed));
    }

    [PostgresTheory]
    [InlineData("from:2023", "both,jack,lake")]
    [InlineData("from:2023-05 to:2023-09", "jack,lake")]
    [InlineData("to:2022", "tree")]
    [InlineData("-from:2023", "dog,houses,pat,tree")]
    [InlineData("camera:canon", "dog,lake")]
    [InlineData("camera:\"powershot g\"", "dog")]
    [InlineData("camera:canon,nikon", "dog,lake,tree")]
    [InlineData("camera:canon camera:nikon", "dog,lake,tree")]
    [InlineData("-camera:canon", "both,houses,jack,pat,tree")]
    [InlineData("no:camera", "both,houses,jack,pat")]
    [InlineData("-no:camera", "dog,lake,tree")]
    [InlineData("tag:family", "both,tree")]
    [InlineData("tag:family tag:work", "both")]
    [InlineData("tag:family,work", "both,jack,tree")]
    [InlineData("tag:family -tag:work", "tree")]
    [InlineData("tag:CAFE", "lake")]
    [InlineData("no:tags", "dog,houses,pat")]
    [InlineData("person:pat", "both,pat")]
    [InlineData("person:\"pat smith\"", "pat")]
    [InlineData("person:smi", "")]
    [InlineData("person:pat person:jack", "both")]
    [InlineData("is:portrait", "dog")]
    [InlineData("is:square", "lake")]
    [InlineData("is:portrait is:square", "dog,lake")]
    [InlineData("-is:landscape", "dog,lake")]
    [InlineData("near:47.37,8.54,20km", "lake")]
    [InlineData("near:-17.0,179.9,60km", "jack")]
    [InlineData("near:-17.0,-179.9,60km", "jack")]
    [InlineData("near:0,0,300km", "")]
    [InlineData("no:place", "both,dog,houses,pat,tree")]
    [InlineData("size:>12mp", "lake")]
    [InlineData("size:<1mp", "both,houses,jack,pat,tree")]
    [InlineData("size:>=5mb", "tree")]
    [InlineData("type:png", "jack")]
    [InlineData("type:jpg -camera:nikon", "both,dog,houses,lake,pat")]
    [InlineData("rating:>=4", "both")]
    [InlineData("rating:<1", "dog,houses,jack,lake,pat")]
    [InlineData("source:NAS", "dog")]
    [InlineData("source:uploads", "both,houses,jack,lake,pat,tree")]
    [InlineData("-source:nas", "both,houses,jack,lake,pat,tree")]
    [InlineData("project:trip", "lake")]
    [InlineData("category:sea,trip", "lake")]
    [InlineData("name:100%", "jack")]
    [InlineData("name:img_", "tree")]
    [InlineData("lens:50mm", "tree")]
    [InlineData("no:title", "both,jack,pat")]
    public async Task Filters_keep_what_they_say(string typed, string expected)
    {
        var condition = CandidateFilter.Of(new SearchRequest(), QueryParser.Parse(typed));
        await using var connection = await _library.DataSource.OpenConnectionAsync();

        var kept = await connection.QueryAsync<string>($"select split_part((select key from image_objects where image_id = i.id), '.', 1) from images i where {condition.Condition} order by 1", condition.Parameters());

        Assert.Equal(expected, string.Join(',', kept));
    }

    /// <summary>Eight pictures, each known by a short name.</summary>
    public sealed class Library : IAsyncLifetime
    {
        private readonly TestPostgres _postgres = new();

        public Npgsql.NpgsqlDataSource DataSource => _postgres.DataSource;

        public async Task InitializeAsync()
        {
            if (new PostgresFactAttribute().Skip is not null)
            {
                return;
            }

            await _postgres.InitializeAsync();
            await _postgres.ExecuteAsync(
                """
                insert into sources (name, kind, root) values ('uploads', 'store', '/s'), ('nas', 'folder', '/n');
                insert into images (content_sha256, byte_size, format, width, height, file_name, title, description, tags, persons, project, category, taken_at, camera_make, camera_model, lens, latitude, longitude, rating)
                select sha256(n::text::bytea), s, f, w, h, n, t, d, tags, p, pr, cat, at, make, model, lens, lat, lon, r from (values
                  ('IMG_0042.jpg', 5000000, 'jpeg', 640, 480, 'The tree', 'Christmas at home', '{Family}'::text[], '{}'::text[], null, null, '2022-12-24 18:00'::timestamp, 'NIKON', 'Z 6', 'NIKKOR 50mm', null::float8, null::float8, 3),
                  ('lake.jpg', 1000, 'jpeg', 4000, 3990, 'Zürich', 'Boats at the lake', '{Café}', '{}', 'Trip', 'Sea', '2023-09-30 23:59', 'Canon', 'EOS R5', null, 47.4, 8.5, 0),
                  ('dog.jpg', 1000, 'jpeg', 1000, 2000, 'A dog runs', null, '{}', '{}', null, null, null, 'Canon', 'PowerShot G7 X', null, null, null, null),
                  ('h.jpg', 1000, 'jpeg', 640, 480, 'Häuser und Haus', null, '{}', '{}', null, null, null, null, null, null, null, null, null),
                  ('p.jpg', 1000, 'jpeg', 640, 480, null, null, '{}', '{Pat Smith}', null, null, null, null, null, null, null, null, null),
                  ('100%.png', 1000, 'png', 640, 480, null, null, '{work}', '{Jack Frost}', null, null, '2023-05-01 00:00', null, null, null, -17.1, 179.99, null),
                  ('b.jpg', 1000, 'jpeg', 640, 480, null, 'пальма', '{family,work}', '{Pat,Jack}', null, null, '2024-01-01 00:00', null, null, null, null, null, 5)
                ) v(n, s, f, w, h, t, d, tags, p, pr, cat, at, make, model, lens, lat, lon, r);
                insert into image_objects (source_id, key, image_id, byte_size)
                select (select id from sources where name = case when i.file_name = 'dog.jpg' then 'nas' else 'uploads' end),
                       case file_name when 'IMG_0042.jpg' then 'tree' when 'lake.jpg' then 'lake' when 'dog.jpg' then 'dog' when 'h.jpg' then 'houses' when 'p.jpg' then 'pat' when '100%.png' then 'jack' else 'both' end || '.jpg', id, 1
                from images i
                """);
        }

        public Task DisposeAsync() => _postgres.DisposeAsync();

        /// <summary>The pictures that words find, best first.</summary>
        public async Task<string> FindAsync(string typed)
        {
            var query = QueryParser.Parse(typed);
            await using var snapshot = await LibrarySnapshot.OpenAsync(DataSource, TimeSpan.FromSeconds(30), null, CancellationToken.None);
            var matches = await WordQuery.RunAsync(snapshot, query, CandidateFilter.Of(new SearchRequest(), query), 10, CancellationToken.None);
            var names = await snapshot.QueryAsync<string>(
                "select split_part(key, '.', 1) from unnest(@ids::bigint[]) with ordinality as f(id, n) join image_objects on image_id = f.id order by n",
                new { ids = matches.Best.Select(static m => m.Id).ToArray() },
                CancellationToken.None);
            return string.Join(',', names);
        }
    }
}
