namespace Photoseek.Search.Language;

/// <summary>What the pictures should look like; with a negative weight, what they should not.</summary>
/// <param name="Text">One or more words.</param>
/// <param name="Weight">How much it counts beside the other terms: 1 unless something else was written.</param>
public sealed record TermItem(string Text, double Weight) : QueryItem
{
    public override string Written => $"{(Weight < 0 ? "-" : "")}{(Math.Abs(Weight) is 1 ? "" : Number(Math.Abs(Weight)) + ":")}{Text}";
}
