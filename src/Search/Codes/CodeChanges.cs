using Photoseek.Search.Queries;

namespace Photoseek.Search.Codes;

/// <summary>What happened to a generation between two states of the library.</summary>
/// <param name="State">The later one.</param>
/// <param name="Vectors">Vectors that are new or others than before, by image.</param>
/// <param name="Removed">Images whose vectors were removed, and may be there again.</param>
internal sealed record CodeChanges(PgSnapshot State, IReadOnlyDictionary<long, float[]> Vectors, IReadOnlyCollection<long> Removed);
