using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Photoseek.Embedding.Ollama;

/// <summary>One call: within a deadline, of a bounded size, and JSON; everything else is an <see cref="OllamaException"/>.</summary>
internal sealed class OllamaHttp(HttpClient http, Uri address, TimeProvider time)
{
    private const int MostErrorBytes = 64 * 1024;
    private const int MostErrorText = 300;

    /// <summary>Without what may stand before it: no secrets into messages.</summary>
    public string Place => address.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped);

    /// <param name="path">Below the address.</param>
    /// <param name="body">Posted as JSON; null: a GET.</param>
    /// <param name="shape">Of the answer.</param>
    /// <param name="model">Whose name an error gives.</param>
    /// <param name="most">Bytes of the answer.</param>
    /// <param name="deadline">For all of it.</param>
    /// <param name="cancellationToken">The caller leaves.</param>
    /// <exception cref="OllamaException">It did not work.</exception>
    public async Task<T> AskAsync<T>(
        string path, byte[]? body, JsonTypeInfo<T> shape, string model, int most, TimeSpan deadline, CancellationToken cancellationToken)
        where T : OllamaBodies.IAnswer
    {
        using var late = new CancellationTokenSource(deadline, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            using var request = new HttpRequestMessage(body is null ? HttpMethod.Get : HttpMethod.Post, new Uri(address, path));
            if (body is not null)
            {
                request.Content = new ByteArrayContent(body) { Headers = { ContentType = new("application/json") } };
            }

            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            await using var stream = await response.Content.ReadAsStreamAsync(either.Token);
            if (response.StatusCode != HttpStatusCode.OK)
            {
                throw Refused(response.StatusCode, ReadError(await ReadAsync(stream, MostErrorBytes, either.Token)), model);
            }

            return Parse(await ReadAsync(stream, most, either.Token), shape);
        }
        catch (OperationCanceledException e) when (late.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new OllamaException(OllamaFault.TooSlow, $"Ollama at {Place} did not answer within {deadline.TotalSeconds:0.#} s: it is loading a model, or has too much to do.", e);
        }
        catch (Exception e) when (e is HttpRequestException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            // The latter where connecting took too long.
            throw new OllamaException(OllamaFault.NotReachable, $"Ollama is not reachable at {Place}: start it there (ollama serve), or set Ollama:Address.", e);
        }
        catch (IOException e)
        {
            throw new OllamaException(OllamaFault.NotReachable, $"The connection to Ollama at {Place} broke off: see whether it runs there.", e);
        }
    }

    private OllamaException Refused(HttpStatusCode status, string? said, string model) => status switch
    {
        HttpStatusCode.NotFound when model.Length > 0 => new(OllamaFault.ModelMissing, $"Ollama does not have the model {model}: run \"ollama pull {model}\" there."),
        HttpStatusCode.BadRequest => new(OllamaFault.BadInput, $"Ollama refuses what it was given: {said ?? "it does not say why"}."),
        HttpStatusCode.ServiceUnavailable or HttpStatusCode.TooManyRequests => new(OllamaFault.Busy, "Ollama has too much to do just now; it is asked again later."),
        _ => new(OllamaFault.Failed, $"Ollama at {Place} failed with status {(int)status}: {said ?? "it does not say why; its log may"}."),
    };

    private T Parse<T>(byte[] body, JsonTypeInfo<T> shape)
        where T : OllamaBodies.IAnswer
    {
        T? answer;
        try
        {
            answer = JsonSerializer.Deserialize(body, shape);
        }
        catch (JsonException e)
        {
            throw ReadError(body) is { } said ? Failed(said) : BadAnswer("it is not the JSON that was expected", e);
        }

        return answer switch
        {
            null => throw BadAnswer("it is empty"),
            { Error: { Length: > 0 } said } => throw Failed(said),
            _ => answer,
        };
    }

    /// <summary>What cannot be used, and why.</summary>
    public OllamaException BadAnswer(string why, Exception? inner = null) =>
        new(OllamaFault.BadAnswer, $"The answer of {Place} cannot be used, {why}: see that Ollama listens there and is up to date.", inner);

    private OllamaException Failed(string said) => new(OllamaFault.Failed, $"Ollama at {Place} failed: {Shorten(said)}.");

    // One JSON object a line, of which one may be an error.
    private static string? ReadError(ReadOnlySpan<byte> body)
    {
        foreach (var line in body.Split((byte)'\n'))
        {
            try
            {
                if (JsonSerializer.Deserialize(body[line], OllamaJson.Default.ErrorAnswer) is { Error: { Length: > 0 } said })
                {
                    return Shorten(said);
                }
            }
            catch (JsonException)
            {
                // Another line may be one.
            }
        }

        return null;
    }

    private static string Shorten(string said)
    {
        var line = string.Concat(said.Take(MostErrorText).Select(static c => char.IsControl(c) ? ' ' : c)).Trim();
        return line.TrimEnd('.');
    }

    private async Task<byte[]> ReadAsync(Stream stream, int most, CancellationToken cancellationToken)
    {
        using var body = new MemoryStream();
        var piece = new byte[16 * 1024];
        while (await stream.ReadAsync(piece, cancellationToken) is > 0 and var count)
        {
            if (body.Length + count > most)
            {
                throw BadAnswer($"it is longer than {most:N0} bytes");
            }

            body.Write(piece, 0, count);
        }

        return body.ToArray();
    }
}
