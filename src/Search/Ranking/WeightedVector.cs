namespace Photoseek.Search.Ranking;

/// <summary>A part of what is looked for.</summary>
/// <param name="Values">A unit vector.</param>
/// <param name="Weight">How much it counts; negative: away from it.</param>
internal sealed record WeightedVector(float[] Values, double Weight);
