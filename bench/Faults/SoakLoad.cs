using System.Collections.Concurrent;
using System.Text;
using Photoseek.Bench.Searching;

namespace Photoseek.Bench.Faults;

/// <summary>Several people who use the app at a steady rate: they search, look, send pictures and delete them again.</summary>
/// <param name="app">Whose the load is.</param>
/// <param name="pictures">Files; what is sent is one of them with a number in it, so that it is new.</param>
internal sealed class SoakLoad(AppProcess app, string[] pictures)
{
    private static readonly string[] Pages = ["/", "/?q=boats", "/?q=red+house", "/duplicates", "/upload", "/admin", "/images/1", "/api/images/2/thumbnail", "/api/images/3/thumbnail?size=large", "/api/status"];
    private readonly Queue<long> _sent = [];
    private int _searches;
    private int _looks;
    private int _uploads;
    private int _deletions;

    public ConcurrentQueue<string> Failures { get; } = [];

    public int Requests => _searches + _looks + _uploads + _deletions;

    public int Failed => Failures.Count;

    /// <summary>A sentence for the table.</summary>
    public string Done => $"{_searches:N0} searches, {_looks:N0} pages and thumbnails, {_uploads:N0} uploads, {_deletions:N0} deletions, {Failed:N0} failed";

    /// <summary>Runs until it is cancelled.</summary>
    public Task RunAsync(CancellationToken cancellationToken) => Task.WhenAll(
        EveryAsync(TimeSpan.FromMilliseconds(400), SearchAsync, cancellationToken),
        EveryAsync(TimeSpan.FromMilliseconds(700), LookAsync, cancellationToken),
        EveryAsync(TimeSpan.FromSeconds(3), SendAndDeleteAsync, cancellationToken));

    private async Task EveryAsync(TimeSpan pause, Func<CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(pause);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken))
            {
                try
                {
                    await work(cancellationToken);
                }
                catch (Exception failure) when (failure is HttpRequestException or KeyNotFoundException or TaskCanceledException && !cancellationToken.IsCancellationRequested)
                {
                    Failures.Enqueue(failure.Message);
                }
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Long enough.
        }
    }

    private async Task SearchAsync(CancellationToken cancellationToken)
    {
        _searches++;
        await app.AskAsync(cancellationToken);
    }

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        await app.TextAsync(Pages[_looks++ % Pages.Length], cancellationToken);
    }

    // Twenty are there at a time beside those that stay, so that the library keeps its size.
    private async Task SendAndDeleteAsync(CancellationToken cancellationToken)
    {
        var file = await File.ReadAllBytesAsync(pictures[_uploads % pictures.Length], cancellationToken);
        byte[] comment = [0xFF, 0xFE, 0, 18, .. Encoding.ASCII.GetBytes($"{_uploads++:0000000000000000}")];
        var answer = await app.UploadTogetherAsync([[.. file[..2], .. comment, .. file[2..]]], cancellationToken);
        _sent.Enqueue(answer[0].GetProperty("id").GetInt64());
        if (_sent.Count > 20)
        {
            await app.SendAsync(HttpMethod.Delete, $"/api/images/{_sent.Dequeue()}", null, cancellationToken);
            _deletions++;
        }
    }
}
