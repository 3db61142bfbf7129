namespace Photoseek.Search.Language.Filters;

/// <summary>Taken within a distance of a place.</summary>
/// <param name="Latitude">Degrees, -90 to 90.</param>
/// <param name="Longitude">Degrees, -180 to 180.</param>
/// <param name="Kilometres">More than 0.</param>
public sealed record NearFilter(double Latitude, double Longitude, double Kilometres) : QueryFilter
{
    public override string Written => $"near:{Number(Latitude)},{Number(Longitude)},{Number(Kilometres)}km";
}
