using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Photoseek.Testing.Ollama;

/// <summary>What the fake Ollama says to whom.</summary>
internal sealed class FakeAnswers(FakeOllama server)
{
    /// <returns>The status, the body, and how much of it is sent.</returns>
    public async Task<(int Status, byte[] Body, int Sent)> AnswerAsync(string method, string path, byte[] body, CancellationToken cancellationToken)
    {
        server.Requests.Enqueue((path, Encoding.UTF8.GetString(body)));
        var isWork = path is "/api/embed" or "/api/generate";
        if (isWork)
        {
            await server.Before();
        }

        var trouble = isWork || server.TroubleEverywhere ? server.Trouble : OllamaTrouble.None;
        if (trouble == OllamaTrouble.Slow)
        {
            await Task.Delay(server.Silence, cancellationToken);
        }

        var (status, text) = (Planned(trouble), path) switch
        {
            ({ } planned, _) => planned,
            (_, "/") => (200, "Ollama is running"),
            (_, "/api/version") => (200, Json(new { version = server.Version })),
            (_, "/api/tags") => (200, Json(new { models = server.Models.Select(static m => new { name = m.Name, model = m.Name, digest = m.Digest, size = 274302450L, details = new { family = "fake" } }) })),
            (_, "/api/embed") when method == "POST" => Embed(body, trouble),
            (_, "/api/generate") when method == "POST" => Generate(body),
            _ => (404, "404 page not found"),
        };
        var bytes = Encoding.UTF8.GetBytes(text);
        return (status, bytes, trouble == OllamaTrouble.CutBody ? bytes.Length / 2 : bytes.Length);
    }

    private static (int Status, string Text)? Planned(OllamaTrouble trouble) => trouble switch
    {
        OllamaTrouble.Failing => (500, Json(new { error = "llama runner process has terminated" })),
        OllamaTrouble.Busy => (503, Json(new { error = "server busy, please try again. maximum pending requests exceeded" })),
        OllamaTrouble.ModelMissing => (404, Json(new { error = "model not found, try pulling it first" })),
        OllamaTrouble.Malformed => (200, """{"model":"nomic-embed-text","embeddings":[[0.1,0."""),
        OllamaTrouble.ErrorUnder200 => (200, "{\"model\":\"x\",\"done\":false}\n{\"error\":\"an error was encountered while running the model\"}\n"),
        OllamaTrouble.AnotherServer => (200, "<!doctype html><title>It works!</title>"),
        OllamaTrouble.Flood => (200, new string(' ', 24 * 1024 * 1024)),
        _ => null,
    };

    private (int Status, string Text) Embed(byte[] body, OllamaTrouble trouble)
    {
        using var ask = JsonDocument.Parse(body);
        var root = ask.RootElement;
        if (Find(root) is not { } model)
        {
            return Missing(root);
        }

        if (model.Dimension == 0)
        {
            return (400, Json(new { error = "this model does not support embeddings" }));
        }

        var input = root.GetProperty("input");
        List<string> texts = input.ValueKind == JsonValueKind.Array ? [.. input.EnumerateArray().Select(static t => t.GetString()!)] : [input.GetString()!];
        if (texts.Exists(t => server.Refused.Any(r => t.EndsWith(r, StringComparison.Ordinal))))
        {
            return (400, Json(new { error = "failed to encode response: json: unsupported value: NaN" }));
        }

        // As the real one: a single empty text has no vector at all.
        texts = texts is [""] ? [] : texts;
        texts.ForEach(server.Texts.Enqueue);
        var vectors = texts.Select(t => Vector(t, model, trouble)).ToList();
        var written = trouble == OllamaTrouble.TooFew ? vectors.Skip(1) : vectors;
        return (200, $$"""{"model":"{{root.GetProperty("model").GetString()}}","embeddings":[{{string.Join(',', written)}}],"total_duration":14143917,"load_duration":1019500,"prompt_eval_count":8}""");
    }

    private static string Vector(string text, FakeModel model, OllamaTrouble trouble)
    {
        var numbers = BagOfWords.Embed(text, model).Select(static x => x.ToString("R", CultureInfo.InvariantCulture)).ToList();
        switch (trouble)
        {
            case OllamaTrouble.WrongDimension:
                numbers.RemoveAt(0);
                break;
            case OllamaTrouble.NaN:
                numbers[3] = "NaN";
                break;
            case OllamaTrouble.Endless:
                numbers[3] = "1e999";
                break;
            case OllamaTrouble.Zeros:
                numbers = numbers.ConvertAll(static _ => "0");
                break;
        }

        return $"[{string.Join(',', numbers)}]";
    }

    private (int Status, string Text) Generate(byte[] body)
    {
        using var ask = JsonDocument.Parse(body);
        var root = ask.RootElement;
        if (Find(root) is not { } model)
        {
            return Missing(root);
        }

        if (model.Dimension != 0)
        {
            return (400, Json(new { error = $"\"{model.Name}\" does not support generate" }));
        }

        var pictures = root.TryGetProperty("images", out var images) ? images.EnumerateArray().Select(static i => i.GetBytesFromBase64()).ToList() : [];
        var said = pictures is [var picture, ..] ? server.Describe(picture) : server.Explain(root.GetProperty("prompt").GetString()!);
        return (200, Json(new { model = model.Name, created_at = "2023-11-03T15:36:02.583064Z", response = said, done = true, done_reason = "stop", total_duration = 2938432250L, eval_count = 44 }));
    }

    private FakeModel? Find(JsonElement ask)
    {
        var name = ask.GetProperty("model").GetString()!;
        return server.Models.FirstOrDefault(m => m.Name == (name.Contains(':', StringComparison.Ordinal) ? name : name + ":latest"));
    }

    private static (int Status, string Text) Missing(JsonElement ask) =>
        (404, Json(new { error = $"model '{ask.GetProperty("model").GetString()}' not found" }));

    private static string Json<T>(T value) => JsonSerializer.Serialize(value);
}
