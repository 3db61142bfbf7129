using Photoseek.Embedding.Models;
using Photoseek.Search.Duplicates;
using Photoseek.Testing;

namespace Photoseek.Search.Tests;

public sealed class DuplicateListTests : IAsyncLifetime
{
    private static readonly ModelIdentity Model = SampleLibrary.Model(64);
    private readonly TestPostgres _postgres = new();
    private readonly List<float[]> _scenes = [.. new ClusteredVectors(seed: 5, 64, clusters: 300).Take(300)];
    private int _generation;

    public async Task InitializeAsync()
    {
        await _postgres.InitializeAsync();
        _generation = await SampleLibrary.ServeAsync(_postgres, Model);
    }

    public Task DisposeAsync() => _postgres.DisposeAsync();

    [PostgresFact]
    public async Task Copies_are_grouped_step_by_step_and_paged_newest_first()
    {
        // 1 to 300 are scenes; 301 to 320 are those of 1 to 20 again, 321 to 325 once more.
        await SampleLibrary.AddAsync(_postgres, _generation, [.. _scenes, .. _scenes.Take(20), .. _scenes.Take(5)]);
        Assert.Equal(325, await LookAsync());

        var first = await List.ReadAsync(null, 12, CancellationToken.None);
        var second = await List.ReadAsync(first.Next, 12, CancellationToken.None);

        Assert.Equal((12, 8, null, 0), (first.Groups.Count, second.Groups.Count, second.Next, second.Waiting));
        Assert.Equal(Enumerable.Range(1, 20).Reverse().Select(static i => (long)i), first.Groups.Concat(second.Groups).Select(static g => g.Id));
        Assert.Equal([5, 305, 325], second.Groups.Single(static g => g.Id == 5).Pictures.Select(static p => p.Id));
        Assert.All(first.Groups, static group => Assert.Equal([group.Id, group.Id + 300], group.Pictures.Select(static p => p.Id)));
    }

    [PostgresFact]
    public async Task What_comes_later_joins_what_was_found_and_what_is_hidden_leaves_it()
    {
        await SampleLibrary.AddAsync(_postgres, _generation, [.. _scenes.Take(30)]);
        await LookAsync();
        Assert.Empty((await List.ReadAsync(null, 50, CancellationToken.None)).Groups);

        await SampleLibrary.AddAsync(_postgres, _generation, [_scenes[3], _scenes[7]], firstId: 101);
        Assert.Equal(2, (await List.ReadAsync(null, 50, CancellationToken.None)).Waiting);
        Assert.Equal(2, await LookAsync());
        Assert.Equal([8, 4], (await List.ReadAsync(null, 50, CancellationToken.None)).Groups.Select(static g => g.Id));

        await _postgres.ExecuteAsync("update images set hidden_at = now() where id = 101");
        Assert.Equal([8], (await List.ReadAsync(null, 50, CancellationToken.None)).Groups.Select(static g => g.Id));
    }

    [PostgresFact]
    public async Task Nothing_behind_a_picture_that_is_still_owed_is_passed_over()
    {
        await SampleLibrary.AddAsync(_postgres, _generation, [.. _scenes.Take(10)]);
        await _postgres.ExecuteAsync($"delete from image_vectors where image_id = 4; insert into pending_images (generation_id, image_id) values ({_generation}, 4)");
        Assert.Equal(3, await LookAsync());

        await _postgres.ExecuteAsync($"insert into image_vectors (generation_id, image_id, embedding) select {_generation}, 4, embedding from image_vectors where image_id = 9; delete from pending_images");
        Assert.Equal(7, await LookAsync());
        Assert.Equal([4, 9], (await List.ReadAsync(null, 50, CancellationToken.None)).Groups.Single().Pictures.Select(static p => p.Id));
    }

    [PostgresFact]
    public async Task By_another_rule_it_begins_anew()
    {
        await SampleLibrary.AddAsync(_postgres, _generation, [.. _scenes.Take(5), _scenes[0]]);
        Assert.Equal(6, await LookAsync());
        Assert.Equal(0, await LookAsync());

        Assert.Equal(6, await LookAsync(new SearchOptions { CopyLikeness = 0.5 }));
    }

    [Fact]
    public void Groups_that_share_a_picture_are_one()
    {
        var groups = new DuplicateGroups();
        groups.Join(9, 8);
        groups.Join(3, 4);
        groups.Join(8, 4);
        groups.Join(20, 21);

        Assert.Equal([(3, 3), (4, 3), (8, 3), (9, 3), (20, 20), (21, 20)], groups.All);
    }

    private DuplicateList List => new(_postgres.DataSource, Microsoft.Extensions.Options.Options.Create(new SearchOptions()));

    private async Task<int> LookAsync(SearchOptions? options = null)
    {
        var search = new DuplicateSearch(_postgres.DataSource, options ?? new SearchOptions());
        var (sum, step) = (0, 1);
        while (step > 0)
        {
            step = await search.StepAsync(DuplicateSearch.Step, CancellationToken.None);
            sum += step;
        }

        return sum;
    }
}
