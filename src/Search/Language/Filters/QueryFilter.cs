using System.Globalization;

namespace Photoseek.Search.Language.Filters;

/// <summary>Something that a picture is or is not, whatever it looks like.</summary>
public abstract record QueryFilter
{
    /// <summary>As it can be typed.</summary>
    public abstract string Written { get; }

    private protected static string Number(double value) => value.ToString("0.######", CultureInfo.InvariantCulture);
}
