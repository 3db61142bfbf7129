using Npgsql;
using Photoseek.Testing;

namespace Photoseek.App.Tests.Http;

public sealed class HealthTests(ServedApp app) : IClassFixture<ServedApp>
{
    [PostgresFact]
    public async Task A_served_app_is_ready_and_says_when_its_database_is_gone()
    {
        Assert.Equal("ready", (await app.GetJsonAsync("/health/ready")).GetProperty("status").GetString());
        var name = new NpgsqlConnectionStringBuilder(app.Database.ConnectionString).Database;
        await using var outside = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(app.Database.ConnectionString) { Database = "template1", Pooling = false }.ConnectionString);

        await ExecuteAsync(outside, $"alter database {name} with allow_connections false");
        try
        {
            await ExecuteAsync(outside, $"select pg_terminate_backend(pid) from pg_stat_activity where datname = '{name}'");

            var health = await app.GetJsonAsync("/health/ready", 503);
            Assert.Equal(["database"], health.GetProperty("missing").EnumerateArray().Select(m => m.GetString()!));
            Assert.Equal("live", (await app.GetJsonAsync("/health/live")).GetProperty("status").GetString());
            Problem.Is("database-unavailable", await app.GetJsonAsync("/api/status", 503));
            Problem.Is("database-unavailable", await app.GetJsonAsync("/api/search/images?q=x", 503));
        }
        finally
        {
            await ExecuteAsync(outside, $"alter database {name} with allow_connections true");
        }

        await Eventually.TrueAsync(
            async () =>
            {
                using var response = await app.Http.GetAsync(new Uri("/health/ready", UriKind.Relative));
                return response.IsSuccessStatusCode;
            },
            TimeSpan.FromSeconds(30),
            "the app never was ready again");
    }

    private static async Task ExecuteAsync(NpgsqlDataSource database, string sql)
    {
        await using var command = database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
