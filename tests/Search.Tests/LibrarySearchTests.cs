using Dapper;
using Photoseek.Embedding.Models;
using Photoseek.Testing;

namespace Photoseek.Search.Tests;

public sealed class LibrarySearchTests : IAsyncLifetime
{
    private static readonly ModelIdentity Model = SampleLibrary.Model(4);
    private readonly TestPostgres _postgres = new();

    private TestSearch Search => new(_postgres.DataSource);

    public Task InitializeAsync() => _postgres.InitializeAsync();

    public Task DisposeAsync() => _postgres.DisposeAsync();

    [PostgresFact]
    public async Task Hits_carry_what_is_shown_of_them()
    {
        await ServeAsync([1, 0, 0, 0], [0, 1, 0, 0]);
        await _postgres.ExecuteAsync(
            """
            update images set title = 'A title', category = 'sea', taken_at = '2024-02-29 12:30:00' where id = 1;
            insert into sources (name, kind, root) values ('photos', 'folder', '/photos');
            insert into image_objects (source_id, key, image_id, byte_size) select id, 'copy/1.jpg', 1, 1000 from sources where name = 'photos'
            """);

        var answer = await Search.RunAsync(new SearchRequest { Text = "x" }, [3, 0, 0, 0], Model);

        Assert.Equal([1, 2], answer.Hits.Select(h => h.Id));
        var hit = answer.Hits[0];
        Assert.Equal(1, hit.Score, 3);
        Assert.Equal(("1.jpg", "A title", "sea", 640, 480), (hit.FileName, hit.Title, hit.Category, hit.Width, hit.Height));
        Assert.Equal(("uploads", "store", "/store", "1.jpg"), (hit.Source, hit.SourceKind, hit.SourceRoot, hit.Key));
        Assert.Equal(new DateTime(2024, 2, 29, 12, 30, 0, DateTimeKind.Unspecified), hit.TakenAt);
        Assert.Equal("01" + new string('0', 62), hit.Sha256);
        Assert.Equal(0, answer.Hits[1].Score, 3);
        Assert.Null(answer.Hits[1].Title);
        Assert.False(answer.More);
    }

    [PostgresFact]
    public async Task Equal_scores_come_by_id_on_every_page()
    {
        await ServeAsync([.. Enumerable.Repeat(new float[] { 0, 1, 0, 0 }, 25)]);

        var ids = new List<long>();
        for (var offset = 0; offset < 25; offset += 5)
        {
            var answer = await Search.RunAsync(new SearchRequest { Text = "x", TopK = 5, Offset = offset }, [0, 1, 0, 0], Model);
            ids.AddRange(answer.Hits.Select(h => h.Id));
            Assert.Equal(offset < 20, answer.More);
        }

        Assert.Equal(Enumerable.Range(1, 25).Select(i => (long)i), ids);
    }

    [PostgresFact]
    public async Task An_image_of_the_library_finds_the_others()
    {
        await ServeAsync([1, 0, 0, 0], [0.9f, 0.1f, 0, 0], [0, 1, 0, 0]);

        var answer = await Search.RunAsync(new SearchRequest { ImageId = 1 }, null, Model);

        Assert.Equal([2, 3], answer.Hits.Select(h => h.Id));
    }

    [PostgresFact]
    public async Task A_hidden_image_is_neither_found_nor_searched_with()
    {
        await ServeAsync([1, 0, 0, 0], [0.9f, 0.1f, 0, 0], [0, 1, 0, 0]);
        await _postgres.ExecuteAsync("update images set hidden_at = now() where id = 2");

        var answer = await Search.RunAsync(new SearchRequest { Text = "x" }, [1, 0, 0, 0], Model);
        var refused = await Assert.ThrowsAsync<QueryImageException>(() => Search.RunAsync(new SearchRequest { ImageId = 2 }, null, Model));

        Assert.Equal([1, 3], answer.Hits.Select(h => h.Id));
        Assert.Equal(QueryImageState.Unknown, refused.State);
    }

    [PostgresFact]
    public async Task A_place_that_an_image_has_left_is_not_shown()
    {
        await ServeAsync([1, 0, 0, 0]);
        await _postgres.ExecuteAsync(
            """
            insert into sources (name, kind, root) values ('photos', 'folder', '/photos');
            insert into image_objects (source_id, key, image_id, byte_size) select id, 'copy/1.jpg', 1, 1000 from sources where name = 'photos';
            update image_objects set gone_at = now() where key = '1.jpg'
            """);

        var answer = await Search.RunAsync(new SearchRequest { Text = "x" }, [1, 0, 0, 0], Model);

        Assert.Equal(("photos", "copy/1.jpg"), (Assert.Single(answer.Hits).Source, answer.Hits[0].Key));
    }

    [PostgresFact]
    public async Task Images_without_a_vector_are_unknown_or_pending_or_failed()
    {
        var generation = await ServeAsync([1, 0, 0, 0]);
        await SampleLibrary.AddImagesAsync(_postgres, 2, firstId: 2);
        await _postgres.ExecuteAsync($"insert into pending_images (generation_id, image_id, state) values ({generation}, 2, 'pending'), ({generation}, 3, 'failed')");

        Assert.Equal(QueryImageState.Pending, (await RefusedAsync(2)).State);
        Assert.Equal(QueryImageState.Failed, (await RefusedAsync(3)).State);
        Assert.Equal(QueryImageState.Unknown, (await RefusedAsync(4)).State);
    }

    [PostgresFact]
    public async Task What_waits_is_counted_and_what_failed_is_not()
    {
        var generation = await ServeAsync([1, 0, 0, 0]);
        await SampleLibrary.AddImagesAsync(_postgres, 4, firstId: 2);
        await _postgres.ExecuteAsync($"insert into pending_images (generation_id, image_id, state) select {generation}, id, case id when 2 then 'failed' else 'pending' end from images where id > 1");

        var answer = await Search.RunAsync(new SearchRequest { Text = "x" }, [1, 0, 0, 0], Model);

        Assert.Equal(3, answer.Pending);
    }

    [PostgresFact]
    public async Task A_library_that_never_was_indexed_is_empty()
    {
        await SampleLibrary.AddImagesAsync(_postgres, 1);

        var answer = await Search.RunAsync(new SearchRequest { Text = "x" }, [1, 0, 0, 0], Model);

        Assert.Empty(answer.Hits);
        Assert.Equal(QueryImageState.Pending, (await RefusedAsync(1)).State);
        Assert.Equal(QueryImageState.Unknown, (await RefusedAsync(2)).State);
    }

    [PostgresTheory]
    [InlineData(SearchPath.Exact)]
    [InlineData(SearchPath.Hnsw)]
    public async Task What_is_hidden_is_not_found(SearchPath path)
    {
        await ServeAsync([1, 0, 0, 0], [0.9f, 0.1f, 0, 0], [0, 1, 0, 0]);
        await _postgres.ExecuteAsync("update images set hidden_at = now() where id = 1");

        var answer = await new TestSearch(_postgres.DataSource, new SearchOptions { ExactRows = path == SearchPath.Exact ? 1000 : 0, CopyLikeness = 0 })
            .RunAsync(new SearchRequest { Text = "x" }, [1, 0, 0, 0], Model);

        Assert.Equal(path, answer.Path);
        Assert.Equal([2, 3], answer.Hits.Select(h => h.Id));
    }

    [PostgresFact]
    public async Task Only_the_generation_that_is_served_is_searched()
    {
        await ServeAsync([1, 0, 0, 0]);
        var next = await SampleLibrary.ServeAsync(_postgres, Model with { Sha256 = new string('b', 64) });
        await SampleLibrary.AddAsync(_postgres, next, [[0, 1, 0, 0]], firstId: 2);

        var answer = await Search.RunAsync(new SearchRequest { Text = "x" }, [1, 0, 0, 0], Model with { Sha256 = new string('b', 64) });

        Assert.Equal([2], answer.Hits.Select(h => h.Id));
    }

    [PostgresTheory]
    [InlineData("sha256")]
    [InlineData("dimension")]
    [InlineData("preprocessing")]
    public async Task Vectors_of_another_model_are_never_searched(string difference)
    {
        await ServeAsync([1, 0, 0, 0]);
        var loaded = difference switch
        {
            "sha256" => Model with { Name = "other", Sha256 = new string('b', 64) },
            "dimension" => Model with { Name = "other", Dimension = 5 },
            _ => Model with { Name = "other", PreprocessingVersion = 2 },
        };

        var refused = await Assert.ThrowsAsync<ModelMismatchException>(() =>
            Search.RunAsync(new SearchRequest { Text = "x" }, new float[loaded.Dimension], loaded));

        Assert.Contains("sample", refused.Message, StringComparison.Ordinal);
        Assert.Contains("other", refused.Message, StringComparison.Ordinal);
    }

    [PostgresFact]
    public async Task The_same_bundle_under_another_name_is_the_same_model()
    {
        await ServeAsync([1, 0, 0, 0]);

        var answer = await Search.RunAsync(new SearchRequest { Text = "x" }, [1, 0, 0, 0], Model with { Name = "copy" });

        Assert.Single(answer.Hits);
    }

    [PostgresFact]
    public async Task Settings_of_a_search_do_not_stay_with_the_connection()
    {
        await ServeAsync([1, 0, 0, 0]);
        await using var source = Npgsql.NpgsqlDataSource.Create(_postgres.ConnectionString + ";Maximum Pool Size=1");
        var search = new TestSearch(source, new SearchOptions { ExactRows = 0, CopyLikeness = 0 });

        await search.RunAsync(new SearchRequest { Text = "x" }, [1, 0, 0, 0], Model);

        await using var connection = await source.OpenConnectionAsync();
        var settings = await connection.QuerySingleAsync<(string, string, string)>(
            "select current_setting('statement_timeout'), current_setting('enable_seqscan'), current_setting('plan_cache_mode')");
        Assert.Equal(("0", "on", "auto"), settings);
    }

    private async Task<int> ServeAsync(params float[][] vectors)
    {
        var generation = await SampleLibrary.ServeAsync(_postgres, Model);
        await SampleLibrary.AddAsync(_postgres, generation, vectors);
        return generation;
    }

    private Task<QueryImageException> RefusedAsync(long id) =>
        Assert.ThrowsAsync<QueryImageException>(() => Search.RunAsync(new SearchRequest { ImageId = id }, null, Model));
}
