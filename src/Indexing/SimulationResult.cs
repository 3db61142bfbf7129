namespace Photoseek.Indexing;

/// <summary>What became of it.</summary>
/// <param name="Model">The model whose vectors were simulated.</param>
/// <param name="Count">Simulated pictures in the library now.</param>
/// <param name="Added">Those of them that this run wrote.</param>
public sealed record SimulationResult(string Model, long Count, long Added);
