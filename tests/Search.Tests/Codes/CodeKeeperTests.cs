using Photoseek.Search.Ranking;
using Photoseek.Testing;

namespace Photoseek.Search.Tests.Codes;

/// <summary>2,000 images of 64 numbers; every test sees to it itself when the keeper looks.</summary>
public sealed class CodeKeeperTests : IAsyncLifetime
{
    private const int Dimension = 64;
    private static readonly Photoseek.Embedding.Models.ModelIdentity Model = SampleLibrary.Model(Dimension);
    private readonly TestPostgres _postgres = new();
    private readonly ClusteredVectors _vectors = new(seed: 5, Dimension, clusters: 20);
    private int _generation;

    public async Task InitializeAsync()
    {
        await _postgres.InitializeAsync();
        _generation = await SampleLibrary.ServeAsync(_postgres, Model);
        await SampleLibrary.AddAsync(_postgres, _generation, _vectors.Take(2 * ScanChoice.FewRows));
    }

    public Task DisposeAsync() => _postgres.DisposeAsync();

    [PostgresFact]
    public async Task A_library_is_loaded_and_then_searched_by_its_codes()
    {
        await using var codes = new KeptCodes(_postgres.DataSource);
        Assert.Equal(SearchPath.Exact, (await SearchAsync(codes)).Path);

        await codes.StepAsync();

        var query = _vectors.Next();
        var exact = await new TestSearch(_postgres.DataSource).RunAsync(new SearchRequest { Text = "x", TopK = 50 }, query, Model);
        var answer = await SearchAsync(codes, query, 50);
        Assert.Equal((SearchPath.Exact, SearchPath.Codes), (exact.Path, answer.Path));
        Assert.Equal(exact.Hits, answer.Hits);
        await AssertSameImagesAsync(codes);
    }

    [PostgresFact]
    public async Task What_was_committed_before_a_search_is_found_by_it()
    {
        await using var codes = new KeptCodes(_postgres.DataSource);
        await codes.StepAsync();
        var vector = _vectors.Next();
        await SampleLibrary.AddAsync(_postgres, _generation, [vector], firstId: 5000);

        var before = await SearchAsync(codes, vector);
        await codes.StepAsync();
        var after = await SearchAsync(codes, vector);

        Assert.Equal((SearchPath.Codes, 5000L), (before.Path, before.Hits[0].Id));
        Assert.Equal(before.Hits, after.Hits);
        await AssertSameImagesAsync(codes);
    }

    [PostgresFact]
    public async Task What_is_hidden_is_not_found_until_it_is_shown_again()
    {
        await using var codes = new KeptCodes(_postgres.DataSource);
        await codes.StepAsync();
        var query = _vectors.Next();
        var best = (await SearchAsync(codes, query)).Hits.Take(3).Select(h => h.Id).ToList();

        await _postgres.ExecuteAsync($"update images set hidden_at = now() where id in ({string.Join(',', best)})");
        var hidden = await SearchAsync(codes, query);
        await _postgres.ExecuteAsync("update images set hidden_at = null");

        Assert.Equal(10, hidden.Hits.Count);
        Assert.Empty(hidden.Hits.Select(h => h.Id).Intersect(best));
        Assert.Equal(best, (await SearchAsync(codes, query)).Hits.Take(3).Select(h => h.Id));
    }

    [PostgresFact]
    public async Task What_commits_late_is_not_missed()
    {
        await using var codes = new KeptCodes(_postgres.DataSource);
        await SampleLibrary.AddImagesAsync(_postgres, 2, firstId: 5000);
        var (early, late) = (_vectors.Next(), _vectors.Next());
        await using var connection = await _postgres.DataSource.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await WriteAsync(connection, 5000, late);
        await codes.StepAsync();
        await using (var other = await _postgres.DataSource.OpenConnectionAsync())
        {
            await WriteAsync(other, 5001, early);
        }

        await codes.StepAsync();
        Assert.NotEqual(5000, (await SearchAsync(codes, late)).Hits[0].Id);
        await transaction.CommitAsync();

        Assert.Equal(5000, (await SearchAsync(codes, late)).Hits[0].Id);
        await codes.StepAsync();
        Assert.Equal(5000, (await SearchAsync(codes, late)).Hits[0].Id);
        Assert.Equal(5001, (await SearchAsync(codes, early)).Hits[0].Id);
        await AssertSameImagesAsync(codes);
    }

    [PostgresFact]
    public async Task What_is_rolled_back_never_was()
    {
        await using var codes = new KeptCodes(_postgres.DataSource);
        await codes.StepAsync();
        await using (var connection = await _postgres.DataSource.OpenConnectionAsync())
        {
            await using var transaction = await connection.BeginTransactionAsync();
            await ExecuteAsync(connection, "delete from images where id <= 100");
            await transaction.RollbackAsync();
        }

        await codes.StepAsync();

        await AssertSameImagesAsync(codes);
        Assert.Equal(2 * ScanChoice.FewRows, codes.Index.Count);
    }

    [PostgresFact]
    public async Task What_is_removed_is_gone_at_once_and_its_place_is_used_again()
    {
        await using var codes = new KeptCodes(_postgres.DataSource);
        await codes.StepAsync();
        var best = (await SearchAsync(codes, _vectors.Next())).Hits[0].Id;
        for (var round = 0; round < 4; round++)
        {
            await _postgres.ExecuteAsync($"delete from images where id = {best} or id between {1 + (round * 50)} and {50 + (round * 50)}");
            Assert.DoesNotContain((await SearchAsync(codes, _vectors.Next(), 100)).Hits, hit => hit.Id == best);
            await codes.StepAsync();
            await SampleLibrary.AddAsync(_postgres, _generation, _vectors.Take(40), firstId: 10_000 + (round * 40));
            await codes.StepAsync();
            await AssertSameImagesAsync(codes);
        }

        Assert.InRange(codes.Index.Rows, 2 * ScanChoice.FewRows, (2 * ScanChoice.FewRows) + 80);
    }

    [PostgresFact]
    public async Task A_vector_that_is_replaced_is_found_where_it_is_now()
    {
        await using var codes = new KeptCodes(_postgres.DataSource);
        await codes.StepAsync();
        var vector = _vectors.Next();
        await using (var connection = await _postgres.DataSource.OpenConnectionAsync())
        {
            await WriteAsync(connection, 7, vector);
        }

        Assert.Equal(7, (await SearchAsync(codes, vector)).Hits[0].Id);
        await codes.StepAsync();
        Assert.Equal(7, (await SearchAsync(codes, vector)).Hits[0].Id);
        await AssertSameImagesAsync(codes);
    }

    [PostgresFact]
    public async Task Another_generation_is_loaded_and_until_then_Postgres_answers()
    {
        await using var codes = new KeptCodes(_postgres.DataSource);
        await codes.StepAsync();
        var next = Model with { Sha256 = new string('b', 64), Dimension = 32 };
        var others = new ClusteredVectors(seed: 6, 32, clusters: 20).Take(2 * ScanChoice.FewRows);
        var generation = await SampleLibrary.ServeAsync(_postgres, next);
        await _postgres.ExecuteAsync(
            $"insert into image_vectors (generation_id, image_id, embedding) values {string.Join(',', others.Select((v, i) => $"({generation}, {i + 1}, '[{string.Join(',', v)}]'::halfvec)"))}");
        await _postgres.ExecuteAsync($"analyze image_vectors_{generation}");
        var request = new SearchRequest { Text = "x" };

        var before = await codes.Search.RunAsync(request, others[5], next);
        await codes.StepAsync();
        var after = await codes.Search.RunAsync(request, others[5], next);

        Assert.Equal((SearchPath.Exact, 6L), (before.Path, before.Hits[0].Id));
        Assert.Equal((SearchPath.Codes, 6L), (after.Path, after.Hits[0].Id));
        Assert.Equal(generation, codes.Index.Generation);
    }

    [PostgresFact]
    public async Task A_reader_that_is_behind_what_was_forgotten_starts_anew()
    {
        await using var codes = new KeptCodes(_postgres.DataSource);
        await codes.StepAsync();
        var index = codes.Index;
        await _postgres.ExecuteAsync("delete from images where id <= 10");

        // Transactions of other databases on the same server hold it back while they run.
        await Eventually.TrueAsync(
            async () =>
            {
                await _postgres.ExecuteAsync("select forget_changes('0')");
                return await _postgres.ScalarAsync<long>("select (select count(*) from removed_vectors) + (select count(*) from library_changes)") == 0;
            },
            TimeSpan.FromSeconds(30),
            "nothing was forgotten");

        await codes.StepAsync();

        Assert.NotSame(index, codes.Index);
        await AssertSameImagesAsync(codes);
    }

    [PostgresFact]
    public async Task What_may_still_be_asked_for_is_not_forgotten()
    {
        await using var codes = new KeptCodes(_postgres.DataSource);
        await codes.StepAsync();
        var index = codes.Index;
        await _postgres.ExecuteAsync("delete from images where id <= 10");
        await _postgres.ExecuteAsync("select forget_changes('1 hour')");
        await _postgres.ExecuteAsync("select forget_changes('1 hour')");

        await codes.StepAsync();

        Assert.Same(index, codes.Index);
        await AssertSameImagesAsync(codes);
    }

    [PostgresFact]
    public async Task Removing_everything_at_once_starts_anew()
    {
        await using var codes = new KeptCodes(_postgres.DataSource);
        await codes.StepAsync();
        await _postgres.ExecuteAsync("truncate image_vectors");

        await codes.StepAsync();

        Assert.Empty((await SearchAsync(codes)).Hits);
        Assert.Equal(0, codes.Library.Current?.Count ?? 0);
    }

    [PostgresFact]
    public async Task Codes_that_take_too_much_memory_are_left_to_the_index()
    {
        await using var codes = new KeptCodes(_postgres.DataSource, new SearchOptions { CodesMegabytes = 0, ExactRows = 100, CopyLikeness = 0 });

        await codes.StepAsync();

        Assert.Null(codes.Library.Current);
        Assert.Equal(SearchPath.Hnsw, (await SearchAsync(codes)).Path);
    }

    [PostgresFact]
    public async Task Codes_that_outgrow_their_memory_are_given_up()
    {
        await using var codes = new KeptCodes(_postgres.DataSource, new SearchOptions { CodesMegabytes = 1, ExactRows = 100, CopyLikeness = 0 });
        await codes.StepAsync();
        Assert.NotNull(codes.Library.Current);
        await SampleLibrary.AddAsync(_postgres, _generation, _vectors.Take(12_000), firstId: 10_000);

        await codes.StepAsync();

        Assert.Null(codes.Library.Current);
        Assert.Equal(SearchPath.Hnsw, (await SearchAsync(codes)).Path);
    }

    [PostgresFact]
    public async Task A_library_that_outgrows_its_sample_is_loaded_anew()
    {
        await using var codes = new KeptCodes(_postgres.DataSource);
        await codes.StepAsync();
        var index = codes.Index;
        await SampleLibrary.AddAsync(_postgres, _generation, _vectors.Take(6000), firstId: 10_000);

        // The first step takes in what is new; the next one sees that it is much.
        await codes.StepAsync();
        await codes.StepAsync();

        Assert.NotSame(index, codes.Index);
        await AssertSameImagesAsync(codes);
    }

    private async Task<SearchAnswer> SearchAsync(KeptCodes codes, float[]? query = null, int topK = 10) =>
        await codes.Search.RunAsync(new SearchRequest { Text = "x", TopK = topK }, query ?? _vectors.Next(), Model);

    private async Task AssertSameImagesAsync(KeptCodes codes)
    {
        var stored = await _postgres.ScalarAsync<long[]>($"select coalesce(array_agg(image_id order by image_id), '{{}}') from image_vectors where generation_id = {_generation}");
        Assert.Equal(stored, codes.Index.Ids().Order());
        Assert.Equal(stored!.Length, codes.Index.Count);
    }

    private Task WriteAsync(Npgsql.NpgsqlConnection connection, long image, float[] vector) => ExecuteAsync(
        connection,
        $"""
        insert into image_vectors (generation_id, image_id, embedding) values ({_generation}, {image}, '[{string.Join(',', vector)}]'::halfvec)
        on conflict (generation_id, image_id) do update set embedding = excluded.embedding
        """);

    private static async Task ExecuteAsync(Npgsql.NpgsqlConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }
}
