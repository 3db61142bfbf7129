using System.Diagnostics;
using Photoseek.App.Tests.Cli;
using Photoseek.Testing;
using Photoseek.Testing.Hostile;
using Xunit.Abstractions;

namespace Photoseek.App.Tests.Outages;

/// <summary>
/// A picture that kills whoever works on it (here the test does: SIGKILL as soon as it is claimed) ends the server as often
/// as its attempts allow and no more, and all others are indexed.
/// </summary>
public sealed class PoisonTests(EmptyTestPostgres database, ITestOutputHelper output) : IClassFixture<EmptyTestPostgres>, IDisposable
{
    private const int Others = 60;
    private const int Attempts = 3;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [PostgresFact]
    public async Task A_picture_that_kills_the_server_stops_no_other_and_is_given_up_after_its_attempts()
    {
        // In the middle of the others, and long in the decoder, so that there is time to be killed in.
        Directory.CreateDirectory(_folder.Path("photos"));
        await File.WriteAllBytesAsync(_folder.Path("photos", "30-poison.png"), HostilePictures.Dear());
        for (var i = 0; i < Others; i++)
        {
            await File.WriteAllBytesAsync(_folder.Path("photos", $"{i:00}.jpg"), TestJpeg.Create($"picture {i}"));
        }

        var cli = new PhotoseekCli(_folder.Path("data"), database.ConnectionString);
        Assert.Equal(0, (await cli.RunAsync("migrate")).ExitCode);
        var kills = 0;
        var watch = Stopwatch.StartNew();
        var server = Start(cli);
        try
        {
            while (await StateAsync() is not "failed")
            {
                Assert.True(watch.Elapsed < Patience, await DescribeAsync());
                if (await AttemptsAsync() > kills)
                {
                    server.Kill();
                    await server.WaitForExitAsync();
                    server.Dispose();
                    kills++;
                    server = Start(cli);
                }

                await Task.Delay(5);
            }

            await Eventually.TrueAsync(async () => await IndexedAsync() == Others, Patience, DescribeAsync);
            Assert.Equal(Attempts, kills);
            Assert.Equal(1, await database.ScalarAsync<long>("select count(*) from pending_images"));
            output.WriteLine($"{kills} kills, all {Others} others indexed, given up after {watch.Elapsed.TotalSeconds:0} s: {await database.ScalarAsync<string>("select reason from pending_images")}");
        }
        finally
        {
            server.Kill();
            await server.WaitForExitAsync();
            server.Dispose();
        }
    }

    private Process Start(PhotoseekCli cli)
    {
        var server = cli.Start(["serve"], new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Urls"] = "http://127.0.0.1:0",
            ["Library__Folder"] = _folder.Path("photos"),
            ["Indexing__Lease"] = "00:00:05",
            ["Indexing__MaxAttempts"] = $"{Attempts}",
            ["Logging__LogLevel__Default"] = "Warning",
        });

        // Nobody reads it, but a full pipe would stop it.
        server.BeginOutputReadLine();
        server.BeginErrorReadLine();
        return server;
    }

    // Counted when it is claimed.
    private Task<int> AttemptsAsync() =>
        database.ScalarAsync<int>("select p.attempts from pending_images p join images i on i.id = p.image_id where i.file_name = '30-poison.png'");

    private Task<string?> StateAsync() =>
        database.ScalarAsync<string>("select p.state from pending_images p join images i on i.id = p.image_id where i.file_name = '30-poison.png'");

    private Task<long> IndexedAsync() => database.ScalarAsync<long>("select count(*) from image_vectors");

    private async Task<string> DescribeAsync() => $"{await IndexedAsync()} indexed, the poison is {await StateAsync()}";
}
