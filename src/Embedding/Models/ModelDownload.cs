using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;

namespace Photoseek.Embedding.Models;

/// <summary>Downloads one file after another: resumes what is there, tries again while it gets on, checks what came.</summary>
/// <param name="http">Follows redirects; its own timeout must be infinite.</param>
/// <param name="time">The clock.</param>
/// <param name="silence">Longest time without a byte before a connection counts as cut.</param>
/// <param name="retryDelay">Wait before the second try; doubles with each further one.</param>
internal sealed class ModelDownload(HttpClient http, TimeProvider time, TimeSpan silence, TimeSpan retryDelay)
{
    private const int Tries = 4;
    private const string Unfinished = ".part";

    /// <summary>How much of a file lies in the folder.</summary>
    public static long BytesHere(string folder, KnownFile file)
    {
        var whole = new FileInfo(Path.Combine(folder, file.Path));
        var part = new FileInfo(whole.FullName + Unfinished);
        return whole.Exists ? whole.Length : part.Exists ? part.Length : 0;
    }

    /// <summary>Brings a file into the folder, whole and checked; one that is there already is not fetched again.</summary>
    /// <exception cref="ModelInstallException">
    /// It did not come; the inner exception is set where trying again later may help, and the part that came is kept.
    /// </exception>
    public async Task GetAsync(Uri address, string folder, KnownFile file, IProgress<long> progress, CancellationToken cancellationToken)
    {
        var path = Path.Combine(folder, file.Path);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        if (!File.Exists(path))
        {
            try
            {
                await FetchAllAsync(address, path + Unfinished, file, progress, cancellationToken);
            }
            catch (WrongSizeException e)
            {
                File.Delete(path + Unfinished);
                throw new ModelInstallException(e.Message);
            }

            await CheckAsync(path + Unfinished, file, cancellationToken);
            File.Move(path + Unfinished, path);
        }

        progress.Report(file.Bytes);
    }

    private static long LengthOf(string path) => new FileInfo(path) is { Exists: true } file ? file.Length : 0;

    private static async Task CheckAsync(string path, KnownFile file, CancellationToken cancellationToken)
    {
        await using var stream = File.OpenRead(path);
        var hash = Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellationToken));
        if (hash != file.Sha256)
        {
            File.Delete(path);
            throw new ModelInstallException(
                $"{file.Path} is not the file that was pinned (SHA-256 {hash}, wanted {file.Sha256}), and was deleted. Try again, or from another address.");
        }
    }

    private async Task FetchAllAsync(Uri address, string path, KnownFile file, IProgress<long> progress, CancellationToken cancellationToken)
    {
        var failures = 0;
        while (LengthOf(path) is var here && here < file.Bytes)
        {
            try
            {
                await FetchAsync(address, path, file, progress, cancellationToken);
                failures = 0;
            }
            catch (Exception e) when (e is HttpRequestException or TimeoutException)
            {
                failures = LengthOf(path) > here ? 1 : failures + 1;
                if (failures == Tries)
                {
                    throw Failure(address, path, e);
                }

                await Task.Delay(retryDelay * (1 << (failures - 1)), time, cancellationToken);
            }
        }
    }

    private static ModelInstallException Failure(Uri address, string path, Exception cause) => LengthOf(path) == 0
        ? new($"{address.Host} cannot be reached ({cause.Message}). Check the network or set Embedding__DownloadAddress to a mirror; a bundle can also be put in place by hand.", cause)
        : new($"The connection to {address.Host} breaks off again and again ({cause.Message}). What came so far is kept: try again later.", cause);

    private async Task FetchAsync(Uri address, string path, KnownFile file, IProgress<long> progress, CancellationToken cancellationToken)
    {
        var here = LengthOf(path);
        var before = here;
        using var alarm = new CancellationTokenSource(silence, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(alarm.Token, cancellationToken);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            request.Headers.Range = here > 0 ? new RangeHeaderValue(here, null) : null;
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            here = Check(response, address, file, here);
            await using var from = await response.Content.ReadAsStreamAsync(either.Token);
            await using var to = new FileStream(path, here == 0 ? FileMode.Create : FileMode.Append, FileAccess.Write, FileShare.Read);
            var buffer = new byte[128 * 1024];
            while (await ReadAsync(from, buffer, either.Token) is var read and > 0)
            {
                alarm.CancelAfter(silence);
                here += read;
                if (here > file.Bytes)
                {
                    throw WrongSize(file, here);
                }

                await to.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
                progress.Report(here);
            }

            if (here < file.Bytes && here <= before)
            {
                throw new HttpRequestException("the answer is empty");
            }
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"nothing came for {silence.TotalSeconds} seconds", e);
        }
    }

    /// <summary>Reads the answer's head; returns where in the file its body starts.</summary>
    private static long Check(HttpResponseMessage response, Uri address, KnownFile file, long here)
    {
        if (response.StatusCode == HttpStatusCode.NotFound)
        {
            throw new ModelInstallException($"{address} is not there (404). Is Embedding__DownloadAddress right?");
        }

        if (response.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable)
        {
            throw WrongSize(file, response.Content.Headers.ContentRange?.Length ?? here);
        }

        response.EnsureSuccessStatusCode();

        // A server that does not know ranges sends everything: start over.
        var start = response.StatusCode == HttpStatusCode.PartialContent ? response.Content.Headers.ContentRange?.From ?? here : 0;
        if (start != here && start != 0)
        {
            throw new HttpRequestException($"asked for bytes from {here}, got them from {start}");
        }

        return response.Content.Headers.ContentLength is { } rest && start + rest != file.Bytes ? throw WrongSize(file, start + rest) : start;
    }

    private static WrongSizeException WrongSize(KnownFile file, long bytes) =>
        new($"{file.Path} has {bytes} bytes or more where {file.Bytes} were pinned: this is another file. Is Embedding__DownloadAddress right?");

    // What the network does is told apart from what the disk does.
    private static async ValueTask<int> ReadAsync(Stream from, byte[] buffer, CancellationToken cancellationToken)
    {
        try
        {
            return await from.ReadAsync(buffer, cancellationToken);
        }
        catch (IOException e)
        {
            throw new HttpRequestException(e.Message, e);
        }
    }

    private sealed class WrongSizeException(string message) : Exception(message);
}
