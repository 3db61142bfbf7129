using System.Numerics.Tensors;
using System.Text.Json;
using Microsoft.Extensions.Options;

namespace Photoseek.Embedding.Ollama;

/// <summary>Asks Ollama, and believes nothing that it has not checked. Thread-safe. Every call has a deadline.</summary>
public sealed class OllamaClient
{
    /// <summary>Widest vectors that can be stored and indexed.</summary>
    public const int MaxDimension = 4000;

    private const int MostAnswerBytes = 64 * 1024;
    private const int MostListBytes = 4 * 1024 * 1024;
    private const int MostBytesANumber = 32;
    private const int MostCaptionBytes = 1024 * 1024;

    // Any text does; it is the same one so that it can be told from others.
    private static readonly string[] Harmless = ["photograph"];

    private readonly OllamaHttp _http;
    private readonly OllamaOptions _options;

    internal OllamaClient(HttpClient http, IOptions<OllamaOptions> options, TimeProvider time)
    {
        _options = options.Value;
        _http = new OllamaHttp(http, Slashed(_options.Address), time);
    }

    /// <summary>The version that it says.</summary>
    /// <exception cref="OllamaException">It did not work.</exception>
    public async Task<string> VersionAsync(CancellationToken cancellationToken)
    {
        var answer = await _http.AskAsync("api/version", null, OllamaJson.Default.VersionAnswer, "", MostAnswerBytes, _options.AskTimeout, cancellationToken);
        return answer.Version is { Length: > 0 and <= 100 } version ? version : throw _http.BadAnswer("it has no version");
    }

    /// <summary>The models that it has.</summary>
    /// <exception cref="OllamaException">It did not work.</exception>
    public async Task<IReadOnlyList<OllamaModel>> ModelsAsync(CancellationToken cancellationToken)
    {
        var answer = await _http.AskAsync("api/tags", null, OllamaJson.Default.TagsAnswer, "", MostListBytes, _options.AskTimeout, cancellationToken);
        var models = answer.Models ?? throw _http.BadAnswer("it has no list of models");
        return [.. models.Select(m => m is { Name.Length: > 0, Digest.Length: > 0 }
            ? new OllamaModel(m.Name, m.Digest, m.Size ?? 0)
            : throw _http.BadAnswer("a model has no name or no digest"))];
    }

    /// <summary>The model of a name, as it is now.</summary>
    /// <exception cref="OllamaException">It did not work, or Ollama does not have it.</exception>
    public async Task<OllamaModel> FindAsync(string name, CancellationToken cancellationToken) =>
        (await ModelsAsync(cancellationToken)).FirstOrDefault(m => m.IsCalled(name))
        ?? throw new OllamaException(OllamaFault.ModelMissing, $"Ollama does not have the model {name}: run \"ollama pull {name}\" there.");

    /// <summary>Vectors of texts, in their order, of length 1.</summary>
    /// <param name="model">The model's name.</param>
    /// <param name="texts">With their prefixes; what is longer than the model takes is cut off there.</param>
    /// <param name="dimension">What they must be wide; null takes any width, as long as all are alike.</param>
    /// <param name="deadline">For the call; null: <see cref="OllamaOptions.EmbedTimeout"/>.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="OllamaException">It did not work; nothing is known of any of the texts then.</exception>
    public async Task<IReadOnlyList<float[]>> EmbedAsync(string model, IReadOnlyList<string> texts, int? dimension, TimeSpan? deadline, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(texts);
        if (texts.Count == 0)
        {
            return [];
        }

        var body = JsonSerializer.SerializeToUtf8Bytes(new(model, texts, Truncate: true, _options.KeepAlive), OllamaJson.Default.EmbedAsk);
        var most = MostAnswerBytes + (texts.Count * (dimension ?? MaxDimension) * MostBytesANumber);
        var answer = await _http.AskAsync("api/embed", body, OllamaJson.Default.EmbedAnswer, model, most, deadline ?? _options.EmbedTimeout, cancellationToken);
        var vectors = answer.Embeddings ?? throw _http.BadAnswer("it has no vectors");
        if (vectors.Length != texts.Count)
        {
            throw _http.BadAnswer($"it has {vectors.Length} vectors for {texts.Count} texts");
        }

        return [.. vectors.Select(v => Check(v, dimension ?? vectors[0]?.Length ?? 0))];
    }

    /// <summary>Embeds a text that nobody can object to: tells what is wrong with Ollama or the model from what is wrong with a text.</summary>
    /// <returns>The model's width.</returns>
    /// <exception cref="OllamaException">It is Ollama or the model.</exception>
    public async Task<int> ProbeAsync(string model, int? dimension, CancellationToken cancellationToken) =>
        (await EmbedAsync(model, Harmless, dimension, null, cancellationToken))[0].Length;

    /// <summary>What a model says to a prompt and pictures, whole.</summary>
    /// <param name="model">The model's name.</param>
    /// <param name="prompt">What it is asked.</param>
    /// <param name="jpegs">Pictures as JPEG or PNG files.</param>
    /// <param name="tokens">Most that it says.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="OllamaException">It did not work.</exception>
    public async Task<string> GenerateAsync(string model, string prompt, IReadOnlyList<byte[]> jpegs, int tokens, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(jpegs);
        string[]? images = jpegs.Count == 0 ? null : [.. jpegs.Select(static j => Convert.ToBase64String(j))];
        var ask = new OllamaBodies.GenerateAsk(model, prompt, Stream: false, images, Think: false, _options.CaptionKeepAlive, new(Temperature: 0, tokens));
        var body = JsonSerializer.SerializeToUtf8Bytes(ask, OllamaJson.Default.GenerateAsk);
        var answer = await _http.AskAsync("api/generate", body, OllamaJson.Default.GenerateAnswer, model, MostCaptionBytes, _options.GenerateTimeout, cancellationToken);
        return answer switch
        {
            { Done: not true } => throw _http.BadAnswer("it is not complete"),
            { Response: { } response } when !string.IsNullOrWhiteSpace(response) => response,
            _ => throw _http.BadAnswer("it says nothing"),
        };
    }

    private float[] Check(float[]? vector, int dimension)
    {
        if (vector is null || vector.Length != dimension || dimension is 0 or > MaxDimension)
        {
            throw _http.BadAnswer($"a vector has {vector?.Length ?? 0} numbers instead of {dimension}");
        }

        // Infinite where a number is none or too large to be squared.
        var length = TensorPrimitives.Norm(vector);
        if (!float.IsFinite(length) || length < 1e-12f)
        {
            throw _http.BadAnswer("a vector has no direction");
        }

        TensorPrimitives.Divide(vector, length, vector);
        return vector;
    }

    private static Uri Slashed(Uri address) => address.AbsolutePath.EndsWith('/') ? address : new Uri(address.AbsoluteUri + "/");
}
