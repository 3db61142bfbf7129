using Photoseek.Embedding.Models;

namespace Photoseek.Search;

/// <summary>What the model that serves makes of a text or a picture.</summary>
/// <param name="Values">A unit vector, <see cref="ModelIdentity.Dimension"/> wide.</param>
/// <param name="Model">The model.</param>
public sealed record QueryVector(float[] Values, ModelIdentity Model);
