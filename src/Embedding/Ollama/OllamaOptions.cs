using System.ComponentModel.DataAnnotations;

namespace Photoseek.Embedding.Ollama;

/// <summary>Where Ollama is and what it is asked for. Section <c>Ollama</c>. Everything works without it.</summary>
public sealed class OllamaOptions
{
    /// <summary>Off: Ollama is never asked, and nothing waits for it.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>Its address, from configuration only. Ollama has no login: never let it listen where others can reach it.</summary>
    [Required]
    public Uri Address { get; set; } = new("http://127.0.0.1:11434");

    /// <summary>The model that turns what is written about pictures, and the words of a search, into vectors.</summary>
    [Required]
    [StringLength(200)]
    public string TextModel { get; set; } = "nomic-embed-text";

    /// <summary>The model that describes pictures; empty: none are described.</summary>
    [StringLength(200)]
    public string CaptionModel { get; set; } = "";

    /// <summary>What the describing model is asked.</summary>
    [Required]
    [StringLength(4000)]
    public string CaptionPrompt { get; set; } = "Describe this image in detail, including objects, colors, scene, context, and any text visible.";

    /// <summary>Most tokens of a description.</summary>
    [Range(8, 2000)]
    public int CaptionTokens { get; set; } = 120;

    /// <summary>The language model that says why pictures were found, when it is asked for; empty: none does.</summary>
    [StringLength(200)]
    public string ExplanationModel { get; set; } = "";

    /// <summary>Most tokens of an explanation.</summary>
    [Range(8, 2000)]
    public int ExplanationTokens { get; set; } = 200;

    /// <summary>How long an explanation may take from when it was asked for, loading the model and waiting for others included.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:30:00")]
    public TimeSpan ExplanationDeadline { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>Put before a text that is stored; null: what the model was trained with, as far as that is known.</summary>
    [StringLength(200)]
    public string? DocumentPrefix { get; set; }

    /// <summary>Put before the words of a search; null: as above.</summary>
    [StringLength(200)]
    public string? QueryPrefix { get; set; }

    /// <summary>Texts in one call. The words of a search wait behind the texts of one call at most.</summary>
    [Range(1, 256)]
    public int BatchSize { get; set; } = 16;

    /// <summary>How long a connection may take.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:01:00")]
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How long a question about models or the version may take.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:01:00")]
    public TimeSpan AskTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a call that embeds may take in the background, loading the model included.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:30:00")]
    public TimeSpan EmbedTimeout { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>How long a search waits for the vector of its words before it goes on without.</summary>
    [Range(typeof(TimeSpan), "00:00:00.01", "00:00:10")]
    public TimeSpan QueryDeadline { get; set; } = TimeSpan.FromMilliseconds(400);

    /// <summary>How long describing one picture may take, loading the model included.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "01:00:00")]
    public TimeSpan GenerateTimeout { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How long Ollama keeps the text model in memory after a call, as Ollama writes it: "30m", or "-1" for ever.</summary>
    [Required]
    [RegularExpression("-?[0-9]+(ms|s|m|h)?")]
    public string KeepAlive { get; set; } = "30m";

    /// <summary>How long Ollama keeps the describing model in memory.</summary>
    [Required]
    [RegularExpression("-?[0-9]+(ms|s|m|h)?")]
    public string CaptionKeepAlive { get; set; } = "5m";
}
