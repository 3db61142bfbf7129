using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace Photoseek.Testing.Ollama;

/// <summary>
/// A server that speaks Ollama's protocol on a port of its own: vectors by <see cref="BagOfWords"/>, descriptions from a
/// table, and on request every kind of trouble. Nothing of the app is replaced by it.
/// </summary>
public sealed class FakeOllama : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<TcpClient, Task> _lines = new();
    private readonly FakeAnswers _answers;
    private TcpListener? _listener;
    private Task _accepting = Task.CompletedTask;
    private int _port;

    public FakeOllama()
    {
        _answers = new FakeAnswers(this);
        TurnOn();
    }

    /// <summary>Where it is, on or off.</summary>
    public Uri Address => new($"http://127.0.0.1:{_port}");

    /// <summary>What it has.</summary>
    public IReadOnlyList<FakeModel> Models { get; set; } = [FakeModel.Nomic, FakeModel.Mini, FakeModel.Llava];

    public string Version { get; set; } = "0.35.0";

    /// <summary>What it does to those who want vectors or descriptions.</summary>
    public OllamaTrouble Trouble { get; set; }

    /// <summary>Whether trouble is made for questions about models and the version, too.</summary>
    public bool TroubleEverywhere { get; set; }

    /// <summary>How long it is silent when it is slow.</summary>
    public TimeSpan Silence { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Texts that fail their whole call with 400, prefix aside.</summary>
    public ISet<string> Refused { get; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>Done before each call that embeds or describes is answered.</summary>
    public Func<Task> Before { get; set; } = static () => Task.CompletedTask;

    /// <summary>What is said of a picture, by its file; without an entry all pictures are alike.</summary>
    public Func<byte[], string> Describe { get; set; } = static file => $"A picture numbered {Convert.ToHexStringLower(SHA256.HashData(file))[..8]}.";

    /// <summary>What is said to a prompt without a picture.</summary>
    public Func<string, string> Explain { get; set; } = static _ => "What should I look at?";

    /// <summary>Requests so far: path and body.</summary>
    public ConcurrentQueue<(string Path, string Body)> Requests { get; } = [];

    /// <summary>Texts that were embedded so far, with their prefixes.</summary>
    public ConcurrentQueue<string> Texts { get; } = [];

    /// <summary>How often a path was asked for.</summary>
    public int Count(string path) => Requests.Count(r => r.Path == path);

    /// <summary>Listens, on the same port as before.</summary>
    public void TurnOn()
    {
        var listener = new TcpListener(IPAddress.Loopback, _port);
        listener.Start();
        _port = ((IPEndPoint)listener.LocalEndpoint).Port;
        _listener = listener;
        _accepting = AcceptAsync(listener);
    }

    /// <summary>Is gone: connections break, and new ones are refused.</summary>
    public void TurnOff()
    {
        _listener?.Dispose();
        _listener = null;
        foreach (var line in _lines.Keys)
        {
            line.Dispose();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        TurnOff();
        await Task.WhenAll([_accepting, .. _lines.Values]).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task AcceptAsync(TcpListener listener)
    {
        while (true)
        {
            var line = await listener.AcceptTcpClientAsync(_stop.Token);
            line.NoDelay = true;
            _lines[line] = ServeAsync(line);
        }
    }

    private async Task ServeAsync(TcpClient line)
    {
        await Task.Yield();
        try
        {
            var stream = line.GetStream();
            while (await HttpExchange.ReadAsync(stream, _stop.Token) is { } request)
            {
                var (status, body, sent) = await _answers.AnswerAsync(request.Method, request.Path, request.Body, _stop.Token);
                await HttpExchange.WriteAsync(stream, status, body, sent, _stop.Token);
                if (sent < body.Length)
                {
                    break;
                }
            }
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException or OperationCanceledException or InvalidOperationException)
        {
            // The other side has left, or this one was turned off.
        }
        finally
        {
            _lines.TryRemove(line, out _);
            line.Dispose();
        }
    }
}
