namespace Photoseek.Indexing.Simulation;

/// <summary>Where a picture that does not exist was taken.</summary>
internal sealed record SimulatedPlace(string Name, double Latitude, double Longitude);
