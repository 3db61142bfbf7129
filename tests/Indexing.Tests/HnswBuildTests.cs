using Npgsql;
using Photoseek.Indexing.Generations;
using Photoseek.Testing;

namespace Photoseek.Indexing.Tests;

public sealed class HnswBuildTests : IAsyncLifetime
{
    private readonly TestPostgres _postgres = new();

    public Task InitializeAsync() => _postgres.InitializeAsync();

    public Task DisposeAsync() => _postgres.DisposeAsync();

    [PostgresTheory]
    [InlineData("1MB", "64MB", "2")]
    [InlineData("80MB", "80MB", "2")]
    [InlineData("2000GB", "2000GB", "0")] // More than there is to be shared: one process does it.
    public async Task An_index_is_built_by_several_processes_with_enough_memory_or_by_one(string memory, string used, string workers)
    {
        await _postgres.ExecuteAsync("""
            create table points (embedding halfvec) with (parallel_workers = 2);
            insert into points select array[random(), random(), random()]::real[]::halfvec from generate_series(1, 1000)
            """);
        var settings = ("", "");

        await HnswBuild.AsThereIsMemoryAsync(async alone =>
        {
            await using var connection = await _postgres.DataSource.OpenConnectionAsync();
            await ExecuteAsync(connection, $"set maintenance_work_mem = '{memory}'; set max_parallel_maintenance_workers = 2");
            await HnswBuild.RunAsync(connection, "points", 3, alone, CancellationToken.None);
            settings = (await ShowAsync(connection, "maintenance_work_mem"), await ShowAsync(connection, "max_parallel_maintenance_workers"));
            return true;
        });

        Assert.Equal((used, workers), settings);
        Assert.True(await _postgres.ScalarAsync<bool>("select indisvalid from pg_index where indexrelid = 'points_hnsw'::regclass"));
        Assert.Equal(1000, await _postgres.ScalarAsync<float>("select reltuples from pg_class where relname = 'points_hnsw'"));
    }

    private static async Task<string> ShowAsync(NpgsqlConnection connection, string setting)
    {
        await using var command = new NpgsqlCommand($"show {setting}", connection);
        return (string)(await command.ExecuteScalarAsync())!;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
