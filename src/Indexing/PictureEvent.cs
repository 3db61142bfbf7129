namespace Photoseek.Indexing;

/// <summary>Something that happened to a picture.</summary>
/// <param name="At">When.</param>
/// <param name="Kind"><c>added</c>, <c>seen</c> in its source, <c>indexed</c>, <c>edited</c> or <c>tried</c> in vain.</param>
/// <param name="Detail">Where, by which model, or why not; null where there is nothing to say.</param>
public sealed record PictureEvent(DateTimeOffset At, string Kind, string? Detail);
