namespace Photoseek.App.Tests.Outages;

/// <summary>Listens to the server's events on one connection, as a page does that nobody loads again.</summary>
internal sealed class StatusReader : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private int _heard;

    public StatusReader(HttpClient http) => _ = ReadAsync(http, _stop.Token);

    /// <summary>Events so far.</summary>
    public int Heard => Volatile.Read(ref _heard);

    public void Dispose()
    {
        _stop.Cancel();
        _stop.Dispose();
    }

    private async Task ReadAsync(HttpClient http, CancellationToken cancellationToken)
    {
        await using var stream = await http.GetStreamAsync(new Uri("/api/status/stream", UriKind.Relative), cancellationToken);
        using var lines = new StreamReader(stream);
        while (await lines.ReadLineAsync(cancellationToken) is { } line)
        {
            if (line.StartsWith("data:", StringComparison.Ordinal))
            {
                Interlocked.Increment(ref _heard);
            }
        }
    }
}
