using System.Net;
using Npgsql;
using Photoseek.App.Tests.Http;
using Photoseek.Testing;

namespace Photoseek.App.Tests.Outages;

/// <summary>The disk of the app's private PostgreSQL runs full, which ends the server, and has room again later.</summary>
public sealed class FullDatabaseTests : IDisposable
{
    private const int Megabytes = 160;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly TempFolder _store = new();

    public void Dispose() => _store.Dispose();

    [SmallDiskFact]
    public async Task A_full_disk_under_the_private_database_refuses_uploads_and_the_server_comes_back_by_itself()
    {
        var app = new ServedApp { Disk = ("", Megabytes), Settings = Settings };
        try
        {
            await app.InitializeAsync();
            await app.IndexAsync();
            var accepted = 1;
            Fill(app.Inside("ballast"));

            // What fits into pages that are there already is still taken.
            await Eventually.TrueAsync(async () => await UploadAsync(app) is var status && (accepted += status == 200 ? 1 : 0) > 0 && status == 507, Patience, "Everything is taken.");
            Assert.Equal(accepted, Originals);
            Assert.Equal(HttpStatusCode.OK, (await app.Http.GetAsync(new Uri("/api/search/images?q=boats", UriKind.Relative))).StatusCode);

            // Its log needs room too: without, it ends.
            await Eventually.TrueAsync(() => WriteLogAsync(app), Patience, "The server goes on.");
            await Eventually.TrueAsync(async () => await ReadyAsync(app) == HttpStatusCode.ServiceUnavailable, Patience, () => Task.FromResult(app.Log));
            Assert.Equal(503, await UploadAsync(app));

            File.Delete(app.Inside("ballast"));
            await Eventually.TrueAsync(async () => await ReadyAsync(app) == HttpStatusCode.OK, Patience, () => Task.FromResult(app.Log));
            await app.IndexAsync();
            var status = await app.GetJsonAsync("/api/status");
            Assert.Equal((accepted + 1, 0), (status.GetProperty("images").GetInt32(), status.GetProperty("failed").GetInt32()));
            Assert.Equal(accepted + 1, Originals);
            Assert.Empty(Directory.GetFiles(_store.Path("store", ".unfinished")));
        }
        finally
        {
            // The last one out stops the database.
            app.Terminate();
            await app.EndAsync();
            await app.DisposeAsync();
        }
    }

    private Dictionary<string, string> Settings => new(StringComparer.Ordinal)
    {
        ["ConnectionStrings__Postgres"] = "",
        ["Storage__Folder"] = _store.Path("store"),
    };

    private int Originals => Directory.GetFiles(_store.Path("store", "originals"), "*", SearchOption.AllDirectories).Length;

    private static void Fill(string file)
    {
        using var ballast = File.Create(file);
        try
        {
            while (true)
            {
                ballast.Write(new byte[4096]);
                ballast.Flush();
            }
        }
        catch (IOException)
        {
            // Full.
        }
    }

    // Ends with the server's end.
    private static async Task<bool> WriteLogAsync(ServedApp app)
    {
        const string sql = "select pg_logical_emit_message(true, 'test', repeat('x', 4000000))";
        var connect = new NpgsqlConnectionStringBuilder { Host = app.Inside("postgres"), Username = "photoseek", Database = "photoseek", Pooling = false };
        try
        {
            await using var connection = new NpgsqlConnection(connect.ConnectionString);
            await connection.OpenAsync();
            await using var command = new NpgsqlCommand(sql, connection);
            await command.ExecuteScalarAsync();
            return false;
        }
        catch (NpgsqlException e) when (e.SqlState is null or PostgresErrorCodes.CannotConnectNow or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.DiskFull)
        {
            return e.SqlState is not PostgresErrorCodes.DiskFull;
        }
    }

    private static async Task<HttpStatusCode> ReadyAsync(ServedApp app)
    {
        using var response = await app.Http.GetAsync(new Uri("/health/ready", UriKind.Relative));
        return response.StatusCode;
    }

    private static async Task<int> UploadAsync(ServedApp app)
    {
        using var form = new MultipartFormDataContent { { new ByteArrayContent(TestJpeg.CreateUnique()), "files", "picture.jpg" } };
        using var response = await app.Http.PostAsync(new Uri("/api/images", UriKind.Relative), form);
        var json = await ServedApp.JsonAsync(response, (int)response.StatusCode);
        if ((int)response.StatusCode == 507)
        {
            Assert.Equal("There is no room left where the database is kept.", json.GetProperty("detail").GetString());
        }

        return (int)response.StatusCode;
    }
}
