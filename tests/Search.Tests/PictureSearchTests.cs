using Photoseek.Embedding.Images;
using Photoseek.Testing;

namespace Photoseek.Search.Tests;

public sealed class PictureSearchTests(DemoModel demo) : IClassFixture<DemoModel>
{
    [PostgresFact]
    public async Task A_picture_of_the_library_finds_itself_first()
    {
        for (var i = 0; i < DemoModel.Count; i += 8)
        {
            var picture = await File.ReadAllBytesAsync(DemoModel.Pictures[i]);

            var answer = await demo.Search().SearchAsync(new SearchRequest { Pictures = [new QueryPicture(picture)], TopK = 3 }, CancellationToken.None);

            Assert.Equal(i + 1, answer.Hits[0].Id);
            Assert.True(answer.Hits[0].Score > 0.999, $"{answer.Hits[0].Score}");
            Assert.True(answer.Latency > TimeSpan.Zero);
        }
    }

    [PostgresFact]
    public async Task An_image_finds_what_its_picture_finds_but_for_itself()
    {
        var picture = await File.ReadAllBytesAsync(DemoModel.Pictures[4]);
        var byPicture = await demo.Search().SearchAsync(new SearchRequest { Pictures = [new QueryPicture(picture)], TopK = 11 }, CancellationToken.None);

        var byId = await demo.Search().SearchAsync(new SearchRequest { ImageId = 5 }, CancellationToken.None);

        Assert.Equal(byPicture.Hits.Skip(1).Select(h => h.Id), byId.Hits.Select(h => h.Id));
    }

    [PostgresFact]
    public async Task Pages_of_a_search_by_picture_need_the_picture_no_more()
    {
        QueryPicture[] pictures = [new(await File.ReadAllBytesAsync(DemoModel.Pictures[4])), new(await File.ReadAllBytesAsync(DemoModel.Pictures[9]), -0.5)];
        var first = await demo.Search().SearchAsync(new SearchRequest { Pictures = pictures, TopK = 15 }, CancellationToken.None);
        var again = await demo.Search().SearchAsync(new SearchRequest { Look = first.Look, TopK = 15 }, CancellationToken.None);
        var second = await demo.Search().SearchAsync(new SearchRequest { Look = first.Look, TopK = 15, Offset = 15 }, CancellationToken.None);
        var third = await demo.Search().SearchAsync(new SearchRequest { Look = first.Look, TopK = 15, Offset = 30 }, CancellationToken.None);

        Assert.Equal(first.Hits, again.Hits);
        Assert.Equal(Enumerable.Range(1, DemoModel.Count).Select(static i => (long)i), first.Hits.Concat(second.Hits).Concat(third.Hits).Select(static hit => hit.Id).Order());
        Assert.Equal((true, false), (second.More, third.More));
    }

    [PostgresFact]
    public async Task Words_pictures_of_the_library_and_pictures_that_are_sent_are_put_together()
    {
        var like = await demo.Search().SearchAsync(new SearchRequest { Text = "like:5 like:10", TopK = 40 }, CancellationToken.None);
        Assert.Equal(DemoModel.Count - 2, like.Hits.Count);
        Assert.DoesNotContain(like.Hits, static hit => hit.Id is 5 or 10);

        // The same, sent: they are no pictures of the library then, and find themselves.
        QueryPicture[] sent = [new(await File.ReadAllBytesAsync(DemoModel.Pictures[4])), new(await File.ReadAllBytesAsync(DemoModel.Pictures[9]))];
        var bySent = await demo.Search().SearchAsync(new SearchRequest { Pictures = sent, TopK = 40 }, CancellationToken.None);
        Assert.Equal([5, 10], bySent.Hits.Take(2).Select(static hit => hit.Id).Order());
        Assert.Equal(like.Hits.Take(5).Select(static hit => hit.Id), bySent.Hits.Skip(2).Take(5).Select(static hit => hit.Id));

        var away = await demo.Search().SearchAsync(new SearchRequest { Text = "like:5 -like:10", TopK = 40 }, CancellationToken.None);
        Assert.NotEqual(like.Hits.Select(static hit => hit.Id), away.Hits.Select(static hit => hit.Id));
        Assert.True(Mean(away.Hits, bySent) > Mean(like.Hits, bySent), "what is like the second does not come later");

        var words = await demo.Search().SearchAsync(new SearchRequest { Text = "3:snow", ImageId = 5, TopK = 5 }, CancellationToken.None);
        Assert.NotEqual(like.Hits.Take(5).Select(static hit => hit.Id), words.Hits.Select(static hit => hit.Id));
        Assert.DoesNotContain(words.Hits, static hit => hit.Id == 5);

        // How far down the ten that are most like both have come.
        static double Mean(IReadOnlyList<SearchHit> hits, SearchAnswer both)
        {
            var ids = hits.Select(static hit => hit.Id).ToList();
            return both.Hits.Skip(2).Take(10).Average(hit => (double)ids.IndexOf(hit.Id));
        }
    }

    [PostgresTheory]
    [InlineData("not base 64!")]
    [InlineData("AAAA")]
    public async Task A_look_of_something_else_is_refused(string look) =>
        Assert.Equal("look", (await Assert.ThrowsAsync<InvalidSearchException>(() => demo.Search().SearchAsync(new SearchRequest { Look = look }, CancellationToken.None))).Field);

    [PostgresFact]
    public async Task White_space_around_a_text_changes_nothing()
    {
        var plain = await demo.Search().SearchAsync(new SearchRequest { Text = "a red car" }, CancellationToken.None);
        var spaced = await demo.Search().SearchAsync(new SearchRequest { Text = "  a red car\n" }, CancellationToken.None);

        Assert.Equal(10, plain.Hits.Count);
        Assert.True(plain.More);
        Assert.Equal(plain.Hits, spaced.Hits);
    }

    [PostgresFact]
    public async Task Many_searches_at_once_all_answer()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(i =>
            demo.Search().SearchAsync(new SearchRequest { Text = i % 2 == 0 ? "a boat on the sea" : "snow" }, CancellationToken.None)));

        Assert.All(answers.Where((_, i) => i % 2 == 0), a => Assert.Equal(answers[0].Hits, a.Hits));
        Assert.All(answers.Where((_, i) => i % 2 == 1), a => Assert.Equal(answers[1].Hits, a.Hits));
    }

    [PostgresFact]
    public async Task A_broken_rule_is_found_before_the_database_is_asked()
    {
        var answer = demo.Search().SearchAsync(new SearchRequest { Text = "" }, CancellationToken.None);

        Assert.True(answer.IsFaulted);
        await Assert.ThrowsAsync<InvalidSearchException>(() => answer);
    }

    [PostgresFact]
    public async Task A_file_that_is_no_picture_is_refused()
    {
        var refused = await Assert.ThrowsAsync<PictureRefusedException>(() =>
            demo.Search().SearchAsync(new SearchRequest { Pictures = [new QueryPicture("no picture"u8.ToArray())] }, CancellationToken.None));

        Assert.Equal(RefusalReason.NotAPicture, refused.Reason);
    }

    [PostgresFact]
    public async Task A_search_that_is_kept_waiting_is_given_up_at_its_deadline()
    {
        await using var connection = await demo.Postgres.DataSource.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "lock table images in access exclusive mode";
        await command.ExecuteNonQueryAsync();
        var search = demo.Search(new SearchOptions { Deadline = TimeSpan.FromSeconds(1) });

        await Assert.ThrowsAsync<TimeoutException>(() => search.SearchAsync(new SearchRequest { Text = "x" }, CancellationToken.None));

        await transaction.RollbackAsync();
        Assert.NotEmpty((await demo.Search().SearchAsync(new SearchRequest { Text = "x" }, CancellationToken.None)).Hits);
    }

    [PostgresFact]
    public async Task A_caller_who_leaves_ends_the_search()
    {
        using var gone = new CancellationTokenSource();
        await gone.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => demo.Search().SearchAsync(new SearchRequest { Text = "x" }, gone.Token));
    }
}
