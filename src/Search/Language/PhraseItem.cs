namespace Photoseek.Search.Language;

/// <summary>Words that must occur as they are written, in this order; or must not.</summary>
public sealed record PhraseItem(string Text, bool Not) : QueryItem
{
    public override string Written => $"{(Not ? "-" : "")}\"{Text}\"";
}
