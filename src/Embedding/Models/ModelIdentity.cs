namespace Photoseek.Embedding.Models;

/// <summary>What makes two vectors comparable: recorded with every generation of them.</summary>
/// <param name="Name">The bundle's name.</param>
/// <param name="Sha256">Over the picture tower's file, the text tower's and what the bundle wants done to a picture; lower-case hex.</param>
/// <param name="Dimension">Width of the vectors.</param>
/// <param name="PreprocessingVersion">Of this app: raised when the same picture would give other pixels to the same bundle.</param>
public sealed record ModelIdentity(string Name, string Sha256, int Dimension, int PreprocessingVersion);
