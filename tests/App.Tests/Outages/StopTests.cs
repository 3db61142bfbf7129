using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Photoseek.App.Tests.Http;
using Photoseek.Testing;
using Xunit.Abstractions;

namespace Photoseek.App.Tests.Outages;

/// <summary>A server is told to end (SIGTERM) while it is searched, sent pictures and indexes.</summary>
public sealed class StopTests(ITestOutputHelper output) : IDisposable
{
    private const int Pictures = 1500;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [PostgresFact]
    public async Task A_server_that_is_told_to_end_finishes_what_it_has_accepted_and_keeps_nothing_claimed()
    {
        Directory.CreateDirectory(_folder.Path("photos"));
        for (var i = 0; i < Pictures; i++)
        {
            await File.WriteAllBytesAsync(_folder.Path("photos", $"{i:0000}.jpg"), TestJpeg.Create($"picture {i}"));
        }

        var app = new ServedApp { Settings = Settings };
        try
        {
            await app.InitializeAsync();
            await Eventually.TrueAsync(async () => await CountAsync(app, "image_vectors") >= 20, Patience, () => Task.FromResult(app.Log));
            var clients = new Clients(app);
            var held = new HeldUpload(app, TestJpeg.CreateHeavy(800_000));
            await held.Begun;
            await Eventually.TrueAsync(() => clients.Searches >= 10 && clients.Uploads >= 5, Patience, "Nobody is answered.");

            app.Terminate();
            await clients.EndAsync();
            await Eventually.TrueAsync(() => IsClosedAsync(app.Http.BaseAddress!), Patience, "It goes on taking connections.");
            var became = await held.EndAsync();
            var exit = await app.EndAsync();

            Assert.Equal(0, exit);
            Assert.Equal("accepted", became);
            Assert.Empty(clients.Failures);
            Assert.Equal(0, await CountAsync(app, "pending_images where lease is not null"));
            Assert.Equal(clients.Uploads + 1, await CountAsync(app, "image_objects o join sources s on s.id = o.source_id where s.kind = 'store'"));
            Assert.Equal(clients.Uploads + 1, Directory.GetFiles(Path.Combine(app.Store, "originals"), "*", SearchOption.AllDirectories).Length);
            Assert.Empty(Directory.GetFiles(Path.Combine(app.Store, ".unfinished")));
            var (images, vectors, pending) = (await CountAsync(app, "images"), await CountAsync(app, "image_vectors"), await CountAsync(app, "pending_images where state = 'pending'"));
            Assert.Equal(images, vectors + pending);
            Assert.InRange(pending, 1, Pictures);
            output.WriteLine($"{clients.Searches} searches and {clients.Uploads + 1} uploads answered, 0 failed, {pending} of {images} pictures left to index, leases left 0, exit code {exit}");
        }
        finally
        {
            await app.DisposeAsync();
        }
    }

    private Dictionary<string, string> Settings => new(StringComparer.Ordinal)
    {
        ["Library__Folder"] = _folder.Path("photos"),
        ["Indexing__BatchSize"] = "4",
        ["Shutdown__Announce"] = "00:00:05",
        ["Shutdown__Deadline"] = "00:01:00",
    };

    private static async Task<bool> IsClosedAsync(Uri address)
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(address.Host, address.Port);
            return false;
        }
        catch (SocketException)
        {
            return true;
        }
    }

    private static Task<long> CountAsync(ServedApp app, string from) => app.Database.ScalarAsync<long>($"select count(*) from {from}");

    /// <summary>They ask before each request whether the server is ready, as a proxy does for its clients, and end when it is not.</summary>
    private sealed class Clients
    {
        private readonly ServedApp _app;
        private readonly Task[] _all;
        private int _searches;
        private int _uploads;

        public Clients(ServedApp app)
        {
            _app = app;
            _all = [.. Enumerable.Range(0, 3).Select(_ => RunAsync(SearchAsync)), .. Enumerable.Range(0, 2).Select(_ => RunAsync(UploadAsync))];
        }

        public int Searches => Volatile.Read(ref _searches);

        public int Uploads => Volatile.Read(ref _uploads);

        public ConcurrentQueue<string> Failures { get; } = [];

        public Task EndAsync() => Task.WhenAll(_all).WaitAsync(Patience);

        private async Task RunAsync(Func<Task> work)
        {
            try
            {
                while (await IsReadyAsync())
                {
                    await work();
                }
            }
#pragma warning disable CA1031 // Whatever it is, it is a failed request.
            catch (Exception failure)
#pragma warning restore CA1031
            {
                Failures.Enqueue(failure.ToString());
            }
        }

        private async Task<bool> IsReadyAsync()
        {
            using var response = await _app.Http.GetAsync(new Uri("/health/ready", UriKind.Relative));
            return response.StatusCode switch
            {
                HttpStatusCode.OK => true,
                HttpStatusCode.ServiceUnavailable when (await response.Content.ReadAsStringAsync()).Contains("stopping", StringComparison.Ordinal) => false,
                _ => throw new InvalidOperationException($"Ready says {response.StatusCode}."),
            };
        }

        private async Task SearchAsync()
        {
            await _app.GetJsonAsync($"/api/search/images?q=boats+{Guid.NewGuid():N}");
            Interlocked.Increment(ref _searches);
        }

        private async Task UploadAsync()
        {
            var result = await _app.UploadAsync(("new.jpg", TestJpeg.CreateUnique()));
            Assert.Equal("accepted", result[0].GetProperty("status").GetString());
            Interlocked.Increment(ref _uploads);
        }
    }
}
