namespace Photoseek.Search.Ranking;

/// <summary>What tells whether two pictures are nearly the same.</summary>
/// <param name="Vector">A unit vector.</param>
/// <param name="TakenAt">By the camera's clock.</param>
internal sealed record StoredPicture(float[] Vector, DateTime? TakenAt);
