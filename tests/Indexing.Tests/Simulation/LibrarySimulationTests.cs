using Photoseek.Indexing.Simulation;
using Photoseek.Testing;

namespace Photoseek.Indexing.Tests.Simulation;

public sealed class LibrarySimulationTests : LibraryTest
{
    private LibrarySimulation Simulation => App.Get<LibrarySimulation>();

    [PostgresFact]
    public async Task A_library_is_filled_indexed_and_emptied_again()
    {
        await App.UploadAsync(TestJpeg.CreateUnique());
        await App.Worker.DrainAsync(CancellationToken.None);

        var result = await WriteAsync(3_000);

        Assert.Equal(new SimulationResult("demo-world", 3_000, 3_000), result);
        Assert.Equal(new LibraryStatus(3_001, 3_001, 0, 0, "demo-world"), await App.Library.StatusAsync(CancellationToken.None));
        Assert.Equal(3_000, await CountAsync("image_objects o join sources s on s.id = o.source_id where s.name = 'simulated' and o.key like 'seed-1/%.jpg'"));
        Assert.True(await Postgres.ScalarAsync<bool>("select generation_is_indexed(1)"));
        Assert.True(await CountAsync("(select category from images where category is not null group by category having count(*) > 50) c") > 10);
        Assert.Equal(0, await CountAsync("images where category is not null and (title is null or taken_at is null or camera_model is null or cardinality(tags) = 0)"));

        Assert.True(await App.Import.RemoveSourceAsync("simulated", CancellationToken.None));
        Assert.Equal(new LibraryStatus(1, 1, 0, 0, "demo-world"), await App.Library.StatusAsync(CancellationToken.None));
    }

    [PostgresFact]
    public async Task What_is_stored_is_what_the_generator_makes()
    {
        await WriteAsync(500);
        var vector = new float[512];
        new SimulatedVectors(1, 512).Picture(123, vector);
        await using var command = Postgres.DataSource.CreateCommand("""
            select o.key, v.embedding <=> $1::real[]::halfvec from image_vectors v join image_objects o using (image_id) order by 2 limit 1
            """);
        command.Parameters.Add(new Npgsql.NpgsqlParameter { Value = vector });
        await using var reader = await command.ExecuteReaderAsync();
        Assert.True(await reader.ReadAsync());

        Assert.Equal("seed-1/000000123.jpg", reader.GetString(0));
        Assert.InRange(reader.GetDouble(1), -0.001, 0.001);
    }

    [PostgresFact]
    public async Task One_that_was_broken_off_is_gone_on_with()
    {
        using var stop = new CancellationTokenSource();
        var stopping = new Progress(_ => stop.Cancel());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Simulation.WriteAsync(new SimulationRequest(20_000, 1, null), stopping, stop.Token));
        var broken = await CountAsync("image_vectors");

        var result = await WriteAsync(broken + 100);

        Assert.InRange(broken, 1, 19_999);
        Assert.Equal(100, result.Added);
        Assert.Equal((broken + 100, broken + 100), (await CountAsync("images"), await CountAsync("image_vectors")));
        Assert.Equal(0, (await WriteAsync(broken)).Added);
    }

    [PostgresFact]
    public async Task Two_seeds_or_two_models_are_not_mixed()
    {
        await WriteAsync(200);

        var otherSeed = await Assert.ThrowsAsync<InvalidDataException>(() => Simulation.WriteAsync(new SimulationRequest(300, 2, null), null, CancellationToken.None));
        var unknown = await Assert.ThrowsAsync<InvalidDataException>(() => Simulation.WriteAsync(new SimulationRequest(300, 1, "nobody"), null, CancellationToken.None));
        await App.ServeAsync(new("other-model", new string('a', 64), 768, 1));
        var otherModel = await Assert.ThrowsAsync<InvalidDataException>(() => Simulation.WriteAsync(new SimulationRequest(300, 1, null), null, CancellationToken.None));

        Assert.StartsWith("The library has simulated pictures of another seed", otherSeed.Message, StringComparison.Ordinal);
        Assert.Contains("\"nobody\"", unknown.Message, StringComparison.Ordinal);
        Assert.StartsWith("The library has simulated pictures without vectors of this model", otherModel.Message, StringComparison.Ordinal);
        Assert.Equal(200, await CountAsync("images"));
    }

    [PostgresFact]
    public async Task One_process_at_a_time_simulates()
    {
        await using (await SimulationTurn.TakeAsync(Postgres.DataSource, CancellationToken.None))
        {
            await Assert.ThrowsAsync<InvalidOperationException>(() => WriteAsync(100));
        }

        Assert.Equal(100, (await WriteAsync(100)).Added);
    }

    [PostgresFact]
    public async Task A_simulated_picture_has_no_bytes_to_show()
    {
        await WriteAsync(10);
        var id = await Postgres.ScalarAsync<long>("select min(id) from images");

        Assert.Null(await App.Library.OpenThumbnailAsync(id, ThumbnailSize.Small, CancellationToken.None));
        Assert.Null(await App.Library.OpenOriginalAsync(id, CancellationToken.None));
        Assert.Equal("indexed", (await App.FindAsync(id)).State);
    }

    private async Task<SimulationResult> WriteAsync(long count)
    {
        var result = await Simulation.WriteAsync(new SimulationRequest(count, Seed: 1, Model: null), null, CancellationToken.None);
        await Simulation.BuildIndexAsync(null, null, CancellationToken.None);
        return result;
    }

    private sealed class Progress(Action<ImportProgress> report) : IProgress<ImportProgress>
    {
        public void Report(ImportProgress value) => report(value);
    }
}
