using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Photoseek.Embedding.Tests.Models;

/// <summary>A server of files on a loopback port that can break off in the middle of an answer.</summary>
internal sealed class TestHub : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _serving;

    public TestHub()
    {
        _listener.Start();
        _serving = ServeAsync();
    }

    /// <summary>What it serves, by path.</summary>
    public ConcurrentDictionary<string, byte[]> Files { get; } = new();

    /// <summary>Each of the next answers breaks off after so many bytes of its body.</summary>
    public ConcurrentQueue<int> Cuts { get; } = new();

    /// <summary>Keeps the connection open after a cut, and says no more.</summary>
    public bool StallInsteadOfCutting { get; set; }

    /// <summary>Answers whole files whatever range is asked for.</summary>
    public bool IgnoreRanges { get; set; }

    /// <summary>Does not say how long an answer is: the end of the connection is its end.</summary>
    public bool HideLength { get; set; }

    /// <summary>What was asked for: path, and where the range began.</summary>
    public ConcurrentQueue<(string Path, int From)> Requests { get; } = new();

    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/");

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _serving;
        _stop.Dispose();
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                using var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                try
                {
                    await AnswerAsync(client.GetStream());
                }
                catch (IOException)
                {
                    // The client has left.
                }
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException || (exception is InvalidOperationException && _stop.IsCancellationRequested))
        {
            // Disposed of, while waiting or between two clients.
        }
    }

    private async Task AnswerAsync(NetworkStream stream)
    {
        using var reader = new StreamReader(stream, Encoding.ASCII, leaveOpen: true);
        if (await reader.ReadLineAsync(_stop.Token) is not { } first)
        {
            // A client that was killed before it asked for anything.
            return;
        }

        var path = first.Split(' ')[1];
        var from = 0;
        while (await reader.ReadLineAsync(_stop.Token) is { Length: > 0 } line)
        {
            if (!IgnoreRanges && line.StartsWith("Range: bytes=", StringComparison.OrdinalIgnoreCase))
            {
                from = int.Parse(line["Range: bytes=".Length..].TrimEnd('-'), CultureInfo.InvariantCulture);
            }
        }

        Requests.Enqueue((path, from));
        var found = Files.TryGetValue(path, out var content);
        var body = found ? content![from..] : [];
        var status = !found ? "404 Not Found" : from > 0 ? "206 Partial Content" : "200 OK";
        var range = from > 0 ? $"Content-Range: bytes {from}-{content!.Length - 1}/{content.Length}\r\n" : "";
        var length = HideLength ? "" : $"Content-Length: {body.Length}\r\n";
        await stream.WriteAsync(
            Encoding.ASCII.GetBytes($"HTTP/1.1 {status}\r\n{length}{range}Connection: close\r\n\r\n"), _stop.Token);
        var isCut = Cuts.TryDequeue(out var cut);
        await stream.WriteAsync(body.AsMemory(0, isCut ? Math.Min(cut, body.Length) : body.Length), _stop.Token);
        if (isCut && StallInsteadOfCutting)
        {
            // Until the client has had enough.
            _ = await reader.ReadLineAsync(_stop.Token);
        }
    }
}
