using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Photoseek.Testing.S3;

/// <summary>
/// Stands before an S3 server and passes bytes through, except where a test has it do worse. One request a connection;
/// the host name that was signed for goes through as it came.
/// </summary>
public sealed class FaultProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentBag<Task> _connections = [];
    private readonly int _upstream;
    private readonly Task _accepting;

    public FaultProxy(S3Server server)
    {
        _upstream = server.Port;
        _listener.Start();
        Endpoint = $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";
        _accepting = AcceptAsync();
    }

    public string Endpoint { get; }

    /// <summary>What is done to a request ("GET", "/bucket/key?query"); null lets it through.</summary>
    public Func<string, string, Fault?> Rule { get; set; } = static (_, _) => null;

    /// <summary>Requests so far, faulty ones included: method and path.</summary>
    public ConcurrentQueue<(string Method, string Path)> Requests { get; } = [];

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await Task.WhenAll([_accepting, .. _connections]).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            var client = await _listener.AcceptTcpClientAsync(_stop.Token);
            _connections.Add(ServeAsync(client));
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                var stream = client.GetStream();
                var (head, rest) = await ReadHeadAsync(stream);
                var words = head.Split(' ', 3);
                Requests.Enqueue((words[0], words[1]));
                var fault = Rule(words[0], words[1]) ?? new Fault();
                await fault.Before();
                await Task.Delay(fault.Delay, _stop.Token);
                if (fault.Status is { } status)
                {
                    var body = $"<?xml version=\"1.0\"?><Error><Code>Planted{status}</Code><Message>planted</Message></Error>";
                    await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {status} Planted\r\nContent-Type: application/xml\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n{body}"), _stop.Token);
                    return;
                }

                await PassAsync(stream, head, rest, fault);
            }
            catch (Exception exception) when (exception is IOException or SocketException or OperationCanceledException or InvalidDataException)
            {
                // Either side has gone.
            }
        }
    }

    private async Task PassAsync(NetworkStream client, string head, byte[] rest, Fault fault)
    {
        using var upstream = new TcpClient();
        await upstream.ConnectAsync(IPAddress.Loopback, _upstream, _stop.Token);
        var server = upstream.GetStream();
        await server.WriteAsync(Encoding.Latin1.GetBytes(Closing(head)), _stop.Token);
        await server.WriteAsync(rest, _stop.Token);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        var sending = client.CopyToAsync(server, over.Token);
        if (fault.CutAfter is null && !fault.Shorten)
        {
            await server.CopyToAsync(client, _stop.Token);
        }
        else
        {
            await CutAsync(server, client, fault);
        }

        await over.CancelAsync();
        await sending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task CutAsync(NetworkStream server, NetworkStream client, Fault fault)
    {
        var (head, rest) = await ReadHeadAsync(server);
        var body = new MemoryStream();
        body.Write(rest);
        await server.CopyToAsync(body, _stop.Token);
        var keep = fault.CutAfter ?? (int)body.Length / 2;
        if (fault.Shorten)
        {
            var lines = head.Split("\r\n").Where(static line => !line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase)).ToList();
            lines.Insert(1, string.Create(CultureInfo.InvariantCulture, $"Content-Length: {keep}"));
            head = string.Join("\r\n", lines);
        }

        await client.WriteAsync(Encoding.Latin1.GetBytes(head), _stop.Token);
        await client.WriteAsync(body.GetBuffer().AsMemory(0, Math.Min(keep, (int)body.Length)), _stop.Token);
    }

    private async Task<(string Head, byte[] Begun)> ReadHeadAsync(NetworkStream stream)
    {
        var read = new List<byte>();
        var buffer = new byte[8192];
        while (true)
        {
            var count = await stream.ReadAsync(buffer, _stop.Token);
            read.AddRange(buffer.AsSpan(0, count));
            var text = Encoding.Latin1.GetString([.. read]);
            var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            if (end >= 0)
            {
                return (text[..(end + 4)], [.. read.Skip(end + 4)]);
            }

            if (count == 0)
            {
                throw new InvalidDataException("No whole head came.");
            }
        }
    }

    // The server ends the connection after its answer, so that the end of the answer needs no parsing.
    private static string Closing(string head) =>
        string.Join("\r\n", head.Split("\r\n").Where(static line => !line.StartsWith("Connection:", StringComparison.OrdinalIgnoreCase)))
            .Insert(head.IndexOf("\r\n", StringComparison.Ordinal) + 2, "Connection: close\r\n");
}
