namespace Photoseek.Indexing;

/// <summary>A generation: what one exact model makes of the library.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Model">Name of the bundle that made it.</param>
/// <param name="State">"serving", "building" or "retired".</param>
/// <param name="Dimension">Width of its vectors.</param>
/// <param name="Indexed">Images with a vector here.</param>
/// <param name="Pending">Images that wait for one. Nothing waits for a retired generation: what came after it is counted by none.</param>
/// <param name="Failed">Images that were given up here, with a reason.</param>
/// <param name="Total">All images of the library.</param>
/// <param name="CreatedAt">When it was begun first.</param>
public sealed record GenerationStatus(int Id, string Model, string State, int Dimension, long Indexed, long Pending, long Failed, long Total, DateTimeOffset CreatedAt);
