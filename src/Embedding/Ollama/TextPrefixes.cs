namespace Photoseek.Embedding.Ollama;

/// <summary>What is put before texts: Ollama applies no template of its own when it embeds.</summary>
/// <param name="Document">Before what is stored.</param>
/// <param name="Query">Before what is looked for.</param>
public sealed record TextPrefixes(string Document, string Query)
{
    /// <summary>Nothing.</summary>
    public static readonly TextPrefixes None = new("", "");

    private static readonly TextPrefixes Nomic = new("search_document: ", "search_query: ");

    /// <summary>As configured, or what the model was trained with.</summary>
    public static TextPrefixes Of(OllamaOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var known = Path.GetFileName(options.TextModel).StartsWith("nomic-embed-text", StringComparison.OrdinalIgnoreCase) ? Nomic : None;
        return new TextPrefixes(options.DocumentPrefix ?? known.Document, options.QueryPrefix ?? known.Query);
    }
}
