using Photoseek.Search.Tests.Texts;
using Photoseek.Testing;
using Photoseek.Testing.Ollama;

namespace Photoseek.Search.Tests;

public sealed class ResultCacheTests : IAsyncLifetime
{
    private static readonly SearchRequest Request = new() { Text = "a red car" };
    private readonly DemoModel _demo = new();

    public Task InitializeAsync() => _demo.InitializeAsync();

    public async Task DisposeAsync()
    {
        await ((IAsyncLifetime)_demo).DisposeAsync();
        _demo.Dispose();
    }

    [PostgresFact]
    public async Task The_second_time_an_answer_comes_from_the_cache()
    {
        var search = _demo.Search();

        var first = await search.SearchAsync(Request, CancellationToken.None);
        var second = await search.SearchAsync(Request with { Text = " a red car " }, CancellationToken.None);
        var other = await search.SearchAsync(Request with { TopK = 3 }, CancellationToken.None);

        Assert.Equal((false, true, false), (first.Cached, second.Cached, other.Cached));
        Assert.Equal(first.Hits, second.Hits);
        Assert.Equal((first.More, first.Path), (second.More, second.Path));
        Assert.Equal(TimeSpan.Zero, second.Timings.Encode);
        Assert.Equal(TimeSpan.Zero, second.Timings.Scan + second.Timings.Sql);
    }

    [PostgresTheory]
    [InlineData("update images set title = 'Another' where id = 1")]
    [InlineData("delete from images where id = 40")]
    [InlineData("update image_vectors set embedding = embedding where image_id = 2")]
    [InlineData("update image_objects set key = 'moved/' || key where image_id = 3")]
    [InlineData("update sources set name = 'renamed'")]
    [InlineData("update model_generations set model = model")]
    [InlineData("update images set caption = 'a tree', caption_by = 'person' where id = 1")]
    [InlineData("update text_vectors set created_at = now() where image_id = 2")]
    [InlineData("delete from text_vectors where image_id = 3")]
    [InlineData("update text_generations set state = 'retired'")]
    [InlineData("insert into images (id, content_sha256, byte_size, format, width, height, file_name) overriding system value values (900, sha256('x'), 1, 'jpeg', 1, 1, 'x.jpg')")]
    public async Task A_commit_that_may_matter_is_seen_by_the_next_search(string change)
    {
        await _demo.Postgres.ExecuteAsync("update images set title = 'a title'");
        await TextVectors.ServeAsync(_demo.Postgres.DataSource, FakeModel.Nomic);
        var search = _demo.Search();
        await search.SearchAsync(Request, CancellationToken.None);
        Assert.True((await search.SearchAsync(Request, CancellationToken.None)).Cached);

        await _demo.Postgres.ExecuteAsync(change);

        Assert.False((await search.SearchAsync(Request, CancellationToken.None)).Cached);
        Assert.True((await search.SearchAsync(Request, CancellationToken.None)).Cached);
    }

    [PostgresFact]
    public async Task A_transaction_that_began_before_and_commits_after_is_seen()
    {
        var search = _demo.Search();
        await using var connection = await _demo.Postgres.DataSource.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "delete from images where id = 40";
        await command.ExecuteNonQueryAsync();
        await search.SearchAsync(Request, CancellationToken.None);
        await _demo.Postgres.ExecuteAsync("create table unrelated (id int)");
        Assert.True((await search.SearchAsync(Request, CancellationToken.None)).Cached);

        await transaction.CommitAsync();

        Assert.False((await search.SearchAsync(Request, CancellationToken.None)).Cached);
    }

    [PostgresFact]
    public async Task What_waits_is_counted_anew()
    {
        var search = _demo.Search();
        await SampleLibrary.AddImagesAsync(_demo.Postgres, 1, firstId: 500);
        await search.SearchAsync(Request, CancellationToken.None);
        await _demo.Postgres.ExecuteAsync("insert into pending_images (generation_id, image_id) select id, 500 from model_generations");

        var answer = await search.SearchAsync(Request, CancellationToken.None);

        Assert.Equal((true, 1), (answer.Cached, answer.Pending));
    }

    [PostgresTheory]
    [InlineData(0, 3600)]
    [InlineData(32, 0)]
    public async Task Without_memory_or_time_nothing_is_kept(int megabytes, int seconds)
    {
        var search = _demo.Search(new SearchOptions { CacheMegabytes = megabytes, CacheAge = TimeSpan.FromSeconds(seconds) });

        await search.SearchAsync(Request, CancellationToken.None);

        Assert.False((await search.SearchAsync(Request, CancellationToken.None)).Cached);
    }
}
