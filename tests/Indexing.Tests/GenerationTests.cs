using Photoseek.Embedding.Models;
using Photoseek.Testing;

namespace Photoseek.Indexing.Tests;

public sealed class GenerationTests : LibraryTest
{
    private static readonly ModelIdentity Other = new("other-model", new string('a', 64), 768, 1);

    [PostgresFact]
    public async Task Serving_a_model_again_changes_nothing()
    {
        await App.UploadAsync(TestJpeg.CreateUnique());
        var first = await App.ServeAsync();
        var second = await App.ServeAsync();

        Assert.Equal(first, second);
        Assert.Equal((1, 1), (await CountAsync("model_generations"), await CountAsync("pending_images")));
        Assert.Equal("demo-world", (await App.Library.StatusAsync(CancellationToken.None)).Model);
    }

    [PostgresFact]
    public async Task Another_model_retires_the_last_and_is_owed_everything()
    {
        var id = (await App.UploadAsync(TestJpeg.CreateUnique())).Id;
        await App.UploadAsync(TestJpeg.CreateUnique());
        await App.Worker.DrainAsync(CancellationToken.None);
        Assert.Equal(new LibraryStatus(2, 2, 0, 0, "demo-world"), await App.Library.StatusAsync(CancellationToken.None));

        var other = await App.ServeAsync(Other);

        Assert.Equal(new LibraryStatus(2, 0, 2, 0, "other-model"), await App.Library.StatusAsync(CancellationToken.None));
        Assert.Equal("pending", (await App.FindAsync(id)).State);
        Assert.Equal(2, await CountAsync($"pending_images where generation_id = {other.Id}"));
        Assert.Equal(2, await CountAsync("image_vectors"));
        Assert.Equal("retired,serving", await Postgres.ScalarAsync<string>("select string_agg(state, ',' order by id) from model_generations"));

        // And back: the vectors are still there, so nothing is owed.
        await App.ServeAsync();
        Assert.Equal(new LibraryStatus(2, 2, 0, 0, "demo-world"), await App.Library.StatusAsync(CancellationToken.None));
    }

    [PostgresFact]
    public async Task Pictures_that_arrive_while_the_model_changes_are_owed_to_the_new_one()
    {
        await App.ServeAsync();
        using var stop = new CancellationTokenSource();
        var uploads = Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                await App.UploadAsync(TestJpeg.CreateUnique());
            }
        })).ToArray();
        await Eventually.TrueAsync(async () => await CountAsync("images") > 20, TimeSpan.FromSeconds(60), "no uploads");

        var other = await App.ServeAsync(Other);
        var then = await CountAsync("images");
        await Eventually.TrueAsync(async () => await CountAsync("images") > then + 20, TimeSpan.FromSeconds(60), "no uploads");
        await stop.CancelAsync();
        await Task.WhenAll(uploads);

        Assert.Equal(await CountAsync("images"), await CountAsync($"pending_images where generation_id = {other.Id}"));
    }
}
