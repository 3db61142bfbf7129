namespace Photoseek.Indexing.Jobs;

/// <summary>A file or object of a source that is named like a picture and is none that can be used.</summary>
/// <param name="Key">Where it lies in its source.</param>
/// <param name="Reason">Why, in full.</param>
/// <param name="RefusedAt">When it was last looked at, UTC.</param>
public sealed record RefusedFile(string Key, string Reason, DateTime RefusedAt);
