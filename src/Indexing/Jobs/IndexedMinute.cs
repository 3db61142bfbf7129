namespace Photoseek.Indexing.Jobs;

/// <summary>Pictures embedded in one minute.</summary>
/// <param name="Minute">Its beginning, UTC.</param>
/// <param name="Finished">Over all processes.</param>
public sealed record IndexedMinute(DateTime Minute, int Finished);
