namespace Photoseek.Indexing;

/// <summary>What a simulated library is to be.</summary>
/// <param name="Count">Simulated pictures that the library has afterwards.</param>
/// <param name="Seed">The same seed makes the same library.</param>
/// <param name="Model">The model whose vectors are simulated: one that serves or is being built. Null for the one that serves.</param>
public sealed record SimulationRequest(long Count, int Seed, string? Model);
