using Npgsql;
using Photoseek.Search.Queries;
using Photoseek.Testing;

namespace Photoseek.Search.Tests;

/// <summary>Every search asks whether the library has changed, also while thousands of transactions change it.</summary>
public sealed class LibraryChangesTests : IAsyncLifetime
{
    private readonly TestPostgres _postgres = new();

    public Task InitializeAsync() => _postgres.InitializeAsync();

    public Task DisposeAsync() => _postgres.DisposeAsync();

    [PostgresTheory]
    [InlineData("100:100:", false)]
    [InlineData("109:109:", false)]
    [InlineData("110:110:", true)]
    [InlineData("105:112:105", false)]
    [InlineData("111:112:111", true)]
    public async Task A_change_is_one_that_the_state_does_not_include(string state, bool none)
    {
        await _postgres.ExecuteAsync("insert into library_changes select i::text::xid8 from generate_series(1, 109) i");

        await using var command = _postgres.DataSource.CreateCommand($"select {LibraryChanges.None}");
        command.Parameters.AddRange(LibraryChanges.Since(PgSnapshot.Parse(state)));

        Assert.Equal(none, await command.ExecuteScalarAsync());
    }

    [PostgresFact]
    public async Task The_log_of_changes_is_not_read_through()
    {
        await _postgres.ExecuteAsync("insert into library_changes select i::text::xid8 from generate_series(1, 20000) i; analyze library_changes");
        await using var connection = await _postgres.DataSource.OpenConnectionAsync();
        await using (var generic = new NpgsqlCommand("set plan_cache_mode = force_generic_plan", connection))
        {
            await generic.ExecuteNonQueryAsync();
        }

        await using var command = new NpgsqlCommand($"explain select {LibraryChanges.None}", connection);
        command.Parameters.AddRange(LibraryChanges.Since(PgSnapshot.Parse("20000:20000:")));
        var plan = new List<string>();
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            plan.Add(reader.GetString(0));
        }

        Assert.Contains(plan, static line => line.Contains("library_changes_pkey", StringComparison.Ordinal));
        Assert.DoesNotContain(plan, static line => line.Contains("Seq Scan on library_changes", StringComparison.Ordinal));
    }
}
