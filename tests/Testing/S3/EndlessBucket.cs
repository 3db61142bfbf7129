using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Photoseek.Testing.S3;

/// <summary>Answers listings of a bucket that is too large to be filled for a test: keys 0000000.jpg and so on, a thousand a page.</summary>
public sealed class EndlessBucket : IAsyncDisposable
{
    private const int PageSize = 1000;
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly int _count;
    private readonly Task _serving;

    public EndlessBucket(int count)
    {
        _count = count;
        _listener.Start();
        Endpoint = $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";
        _serving = ServeAsync();
    }

    public string Endpoint { get; }

    /// <summary>Pages given so far.</summary>
    public int Pages { get; private set; }

    /// <summary>What is done before each page.</summary>
    public Action<int> BeforePage { get; set; } = static _ => { };

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _serving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task ServeAsync()
    {
        while (true)
        {
            using var client = await _listener.AcceptTcpClientAsync(_stop.Token);
            var stream = client.GetStream();
            using var reader = new StreamReader(stream, leaveOpen: true);
            var first = await reader.ReadLineAsync(_stop.Token) ?? "";
            while (await reader.ReadLineAsync(_stop.Token) is { Length: > 0 })
            {
                // The rest of the head says nothing that matters here.
            }

            BeforePage(Pages++);
            var body = Page(After(first));
            await stream.WriteAsync(Encoding.UTF8.GetBytes($"HTTP/1.1 200 OK\r\nContent-Type: application/xml\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n{body}"), _stop.Token);
        }
    }

    private static int After(string request)
    {
        const string name = "start-after=";
        var at = request.IndexOf(name, StringComparison.Ordinal);
        return at < 0 ? 0 : int.Parse(request.AsSpan(at + name.Length, 7), System.Globalization.CultureInfo.InvariantCulture) + 1;
    }

    private string Page(int from)
    {
        var until = Math.Min(from + PageSize, _count);
        var xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?><ListBucketResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">");
        xml.Append(System.Globalization.CultureInfo.InvariantCulture, $"<IsTruncated>{(until < _count ? "true" : "false")}</IsTruncated>");
        for (var i = from; i < until; i++)
        {
            xml.Append(System.Globalization.CultureInfo.InvariantCulture, $"<Contents><Key>{i:0000000}.jpg</Key><LastModified>2026-01-01T00:00:00.000Z</LastModified><ETag>&quot;e{i}&quot;</ETag><Size>1000</Size></Contents>");
        }

        return xml.Append("</ListBucketResult>").ToString();
    }
}
