namespace Photoseek.Embedding.Models;

/// <summary>What makes two vectors comparable: recorded with every generation of them.</summary>
/// <param name="Name">The bundle's name.</param>
/// <param name="Sha256">Of the picture tower's and the text tower's files, in that order; lower-case hex.</param>
/// <param name="Dimension">Width of the vectors.</param>
/// <param name="PreprocessingVersion">Changes when the same picture would give other pixels to the model.</param>
public sealed record ModelIdentity(string Name, string Sha256, int Dimension, int PreprocessingVersion);
