using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Photoseek.App.Database;
using Photoseek.Testing;

namespace Photoseek.App.Tests.Database;

public sealed class MigratorTests : IAsyncLifetime
{
    private readonly EmptyTestPostgres _database = new();

    public Task InitializeAsync() => _database.InitializeAsync();

    public Task DisposeAsync() => _database.DisposeAsync();

    [PostgresFact]
    public async Task An_empty_database_gets_every_migration_once()
    {
        var embedded = Migration.Embedded();

        Assert.Equal(embedded.Select(migration => migration.Name), await MigrateAsync());
        Assert.Empty(await MigrateAsync());
        Assert.Equal(embedded.Count, await _database.ScalarAsync<long>("select count(*) from schema_migrations"));
        Assert.Equal(0, await _database.ScalarAsync<long>("select count(*) from images"));
    }

    [Fact]
    public void The_embedded_migrations_are_the_files_numbered_without_gaps()
    {
        var embedded = Migration.Embedded();

        Assert.Equal(Enumerable.Range(1, embedded.Count), embedded.Select(migration => migration.Number));
        Assert.Equal(
            Directory.GetFiles(Repository.Path("db", "migrations"), "*.sql").Select(Path.GetFileNameWithoutExtension).Order(StringComparer.Ordinal),
            embedded.Select(migration => migration.Name));
    }

    [PostgresFact]
    public async Task Many_processes_at_once_apply_each_migration_once()
    {
        var applied = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => MigrateAsync()));

        Assert.Equal(Migration.Embedded().Select(migration => migration.Name), applied.SelectMany(names => names));
    }

    [PostgresFact]
    public async Task A_changed_migration_is_refused_by_name()
    {
        await MigrateAsync(Migration.Parse("0001_one", "create table one ()"));

        var refusal = await Assert.ThrowsAsync<DatabaseException>(() => MigrateAsync(Migration.Parse("0001_one", "create table one (id int)")));

        Assert.Contains("0001_one is not the one that this database was made with", refusal.Message, StringComparison.Ordinal);
    }

    [PostgresFact]
    public async Task Line_ends_do_not_change_a_migration()
    {
        await MigrateAsync(Migration.Parse("0001_one", "create table one (\n)"));

        Assert.Empty(await MigrateAsync(Migration.Parse("0001_one", "create table one (\r\n)")));
    }

    [PostgresFact]
    public async Task What_a_migration_adds_to_a_table_with_rows_is_known_to_the_planner_at_once()
    {
        var one = Migration.Parse("0001_one", "create table one (id int); insert into one select generate_series(1, 100)");
        await MigrateAsync(one);

        await MigrateAsync(one, Migration.Parse("0002_two", "alter table one add column gone timestamptz"));

        Assert.Equal(1, await _database.ScalarAsync<float>("select null_frac from pg_stats where tablename = 'one' and attname = 'gone'"));
    }

    [PostgresFact]
    public async Task A_newer_database_is_refused_by_name()
    {
        await MigrateAsync(Migration.Parse("0001_one", "create table one ()"), Migration.Parse("0002_two", "create table two ()"));

        var refusal = await Assert.ThrowsAsync<DatabaseException>(() => MigrateAsync(Migration.Parse("0001_one", "create table one ()")));

        Assert.Contains("made by a newer Photoseek (it has migration 0002_two)", refusal.Message, StringComparison.Ordinal);
    }

    [PostgresFact]
    public async Task A_failing_migration_leaves_nothing_and_those_before_it_stay()
    {
        var refusal = await Assert.ThrowsAsync<DatabaseException>(() => MigrateAsync(
            Migration.Parse("0001_one", "create table one ()"),
            Migration.Parse("0002_two", "create table two (); select 1/0")));

        Assert.Contains("0002_two failed and was rolled back: division by zero", refusal.Message, StringComparison.Ordinal);
        Assert.True(await _database.ScalarAsync<bool>("select to_regclass('one') is not null and to_regclass('two') is null"));
        Assert.Equal(["0002_two"], await MigrateAsync(Migration.Parse("0001_one", "create table one ()"), Migration.Parse("0002_two", "create table two ()")));
    }

    [PostgresFact]
    public async Task Without_the_right_to_create_the_extension_it_says_what_to_run()
    {
        var role = $"poor_{Guid.NewGuid():N}";
        await _database.ExecuteAsync($"create role {role} login; revoke create on database {new NpgsqlConnectionStringBuilder(_database.ConnectionString).Database} from public");
        await using var poor = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(_database.ConnectionString) { Username = role }.ConnectionString);

        var refusal = await Assert.ThrowsAsync<DatabaseException>(() => Migrator.MigrateAsync(poor, NullLogger.Instance, CancellationToken.None));

        Assert.Contains("run \"CREATE EXTENSION vector\"", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_said_to_be_unreachable()
    {
        await using var nobody = NpgsqlDataSource.Create($"Host=127.0.0.1;Port={FreePort.Next()};Username=u;Password=sesame-open;Timeout=5");

        var refusal = await Assert.ThrowsAsync<DatabaseException>(() => Migrator.MigrateAsync(nobody, NullLogger.Instance, CancellationToken.None));

        Assert.StartsWith("The database cannot be reached", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("sesame", refusal.ToString(), StringComparison.Ordinal);
    }

    private Task<IReadOnlyList<string>> MigrateAsync() =>
        Migrator.MigrateAsync(_database.DataSource, NullLogger.Instance, CancellationToken.None);

    private Task<IReadOnlyList<string>> MigrateAsync(params Migration[] migrations) =>
        Migrator.MigrateAsync(_database.DataSource, migrations, NullLogger.Instance, CancellationToken.None);
}
