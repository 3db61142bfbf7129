using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Photoseek.Testing.Ollama;

/// <summary>As much of HTTP/1.1 as a client that sends lengths needs.</summary>
internal static class HttpExchange
{
    private const int MostHeadBytes = 16 * 1024;

    /// <summary>The next request on the line; null when the other side has left.</summary>
    public static async Task<(string Method, string Path, byte[] Body)?> ReadAsync(NetworkStream stream, CancellationToken cancellationToken)
    {
        var head = new byte[MostHeadBytes];
        var length = 0;
        while (!head.AsSpan(0, length).EndsWith("\r\n\r\n"u8))
        {
            // By single bytes, so that nothing of the body is taken; the system has them at hand.
            if (length == head.Length || await stream.ReadAsync(head.AsMemory(length, 1), cancellationToken) == 0)
            {
                return null;
            }

            length++;
        }

        var lines = Encoding.ASCII.GetString(head, 0, length).Split("\r\n");
        var words = lines[0].Split(' ');
        var size = lines.FirstOrDefault(static l => l.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase))?.Split(':')[1];
        var body = new byte[size is null ? 0 : int.Parse(size, CultureInfo.InvariantCulture)];
        await stream.ReadExactlyAsync(body, cancellationToken);
        return (words[0], words[1], body);
    }

    /// <summary>Answers; the line is kept open.</summary>
    /// <param name="stream">The line.</param>
    /// <param name="status">The status.</param>
    /// <param name="body">What is announced.</param>
    /// <param name="sent">What is sent of it.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task WriteAsync(NetworkStream stream, int status, byte[] body, int sent, CancellationToken cancellationToken)
    {
        var type = body.AsSpan().StartsWith("<"u8) ? "text/html" : "application/json; charset=utf-8";
        var head = Encoding.ASCII.GetBytes($"HTTP/1.1 {status} Planned\r\nContent-Type: {type}\r\nContent-Length: {body.Length}\r\n\r\n");
        await stream.WriteAsync((byte[])[.. head, .. body.AsSpan(0, sent)], cancellationToken);
    }
}
