namespace Photoseek.Search.Queries;

/// <summary>The text generation that is served.</summary>
/// <param name="Id">Its row.</param>
/// <param name="Model">As Ollama calls it.</param>
/// <param name="Digest">What must lie under that name.</param>
/// <param name="Dimension">Width of its vectors.</param>
/// <param name="QueryPrefix">Put before what is looked for.</param>
/// <param name="IsIndexed">Whether its HNSW index can be used.</param>
/// <param name="Rows">About how many vectors it has.</param>
internal sealed record TextGeneration(int Id, string Model, string Digest, int Dimension, string QueryPrefix, bool IsIndexed, long Rows);
