namespace Photoseek.Embedding.Text;

/// <summary>Turns a text into the ids that a text tower reads.</summary>
internal interface ITokenizer
{
    /// <summary>What fills the places after the text where the tower wants a fixed length.</summary>
    public int PadId { get; }

    /// <summary>
    /// Whether the tower must be given the full context: false where what follows the end token changes nothing.
    /// </summary>
    public bool PadAlways { get; }

    /// <summary>The ids of a text with its start and end tokens, at most <paramref name="context"/> of them.</summary>
    public int[] Encode(string text, int context);
}
