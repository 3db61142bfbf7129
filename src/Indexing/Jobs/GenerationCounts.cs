namespace Photoseek.Indexing.Jobs;

/// <summary>How far a generation is.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Model">The model whose vectors it holds.</param>
/// <param name="Dimension">Width of the vectors.</param>
/// <param name="State"><c>building</c>, <c>serving</c> or <c>retired</c>.</param>
/// <param name="Indexed">Vectors.</param>
/// <param name="Active">Owed a vector, and being worked on.</param>
/// <param name="Waiting">Owed a vector, and due.</param>
/// <param name="Delayed">Owed a vector, and due later, after a failed attempt.</param>
/// <param name="Failed">Given up, with a reason.</param>
/// <param name="Ignored">Given up, and put aside by a person.</param>
/// <param name="OldestPending">Since when the one that waits longest is owed; null when none is.</param>
/// <param name="CreatedAt">When it was begun.</param>
public sealed record GenerationCounts(
    int Id, string Model, int Dimension, string State, long Indexed, long Active, long Waiting, long Delayed, long Failed, long Ignored,
    DateTime? OldestPending, DateTime CreatedAt)
{
    /// <summary>Owed a vector.</summary>
    public long Pending => Active + Waiting + Delayed;
}
