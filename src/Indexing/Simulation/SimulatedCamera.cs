namespace Photoseek.Indexing.Simulation;

/// <summary>A camera that does not exist.</summary>
/// <param name="Make">Who made it.</param>
/// <param name="Model">What it is called.</param>
/// <param name="Width">Of its pictures, in pixels.</param>
/// <param name="Height">Of its pictures, in pixels.</param>
/// <param name="Prefix">How its files begin.</param>
internal sealed record SimulatedCamera(string Make, string Model, int Width, int Height, string Prefix);
