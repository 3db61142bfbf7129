using System.Net;
using Photoseek.App.Tests.Http;

namespace Photoseek.App.Tests.Outages;

/// <summary>An upload that is sent slowly, but not so slowly that it is given up, until the test wants it to end.</summary>
internal sealed class HeldUpload
{
    private const int Drop = 2048;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _goOn = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task<string> _status;

    /// <param name="app">That it is sent to.</param>
    /// <param name="picture">A file of its own.</param>
    public HeldUpload(ServedApp app, byte[] picture) => _status = SendAsync(app, picture);

    /// <summary>Some of it has been written to the connection.</summary>
    public Task Begun => _begun.Task;

    /// <summary>Sends the rest.</summary>
    /// <returns>What became of the picture.</returns>
    public Task<string> EndAsync()
    {
        _goOn.TrySetResult();
        return _status;
    }

    private async Task<string> SendAsync(ServedApp app, byte[] picture)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = app.Http.BaseAddress };
        using var form = new MultipartFormDataContent { { new Content(picture, this), "files", "held.jpg" } };
        using var response = await http.PostAsync(new Uri("/api/images", UriKind.Relative), form);
        var json = await ServedApp.JsonAsync(response, 200);
        return json[0].GetProperty("status").GetString()!;
    }

    private sealed class Content(byte[] picture, HeldUpload held) : HttpContent
    {
        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            var sent = 0;
            for (; sent + Drop < picture.Length && !held._goOn.Task.IsCompleted; sent += Drop)
            {
                await stream.WriteAsync(picture.AsMemory(sent, Drop));
                await stream.FlushAsync();
                held._begun.TrySetResult();
                await Task.WhenAny(held._goOn.Task, Task.Delay(Pause));
            }

            await held._goOn.Task;
            await stream.WriteAsync(picture.AsMemory(sent));
        }

        protected override bool TryComputeLength(out long length)
        {
            length = picture.Length;
            return true;
        }
    }
}
