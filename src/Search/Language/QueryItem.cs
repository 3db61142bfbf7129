using System.Globalization;

namespace Photoseek.Search.Language;

/// <summary>One part of a query: it can be shown, and taken out, by itself.</summary>
public abstract record QueryItem
{
    /// <summary>As it can be typed.</summary>
    public abstract string Written { get; }

    private protected static string Number(double value) => value.ToString("0.####", CultureInfo.InvariantCulture);
}
