namespace Photoseek.Indexing.Texts;

/// <summary>A text generation and how far it is.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Model">As Ollama calls it.</param>
/// <param name="Digest">What lay under that name.</param>
/// <param name="Dimension">Width of its vectors.</param>
/// <param name="State"><c>building</c>, <c>serving</c> or <c>retired</c>.</param>
/// <param name="Indexed">Texts with a vector.</param>
/// <param name="Waiting">Texts on its list.</param>
/// <param name="Failed">Texts that were given up.</param>
public sealed record TextGenerationStatus(int Id, string Model, string Digest, int Dimension, string State, long Indexed, long Waiting, long Failed);
