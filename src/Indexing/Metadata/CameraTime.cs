using System.Globalization;
using System.Text.RegularExpressions;

namespace Photoseek.Indexing.Metadata;

/// <summary>A camera's wall clock.</summary>
/// <param name="Clock">As shown, without a zone.</param>
/// <param name="Offset">Minutes east of UTC, where the file says.</param>
internal sealed partial record CameraTime(DateTime Clock, short? Offset)
{
    private const int FirstPhotograph = 1826;

    /// <summary>Reads "2004:05:30 12:01:02" (EXIF) and "2004-05-30T12:01:02.5+02:00" (XMP); null for what is no believable time.</summary>
    /// <param name="text">The time.</param>
    /// <param name="fraction">Digits after the second, where they are kept apart.</param>
    /// <param name="offset">"+02:00", where it is kept apart.</param>
    /// <param name="now">Pictures from after the next new year's eve are not believed.</param>
    public static CameraTime? Parse(string? text, string? fraction, string? offset, DateTimeOffset now)
    {
        var match = Pattern().Match(text?.Trim('\0', ' ') ?? "");
        if (!match.Success)
        {
            return null;
        }

        int Number(string group) => match.Groups[group] is { Success: true, Value: var value } ? int.Parse(value, CultureInfo.InvariantCulture) : 0;
        var (year, month, day) = (Number("y"), Number("mo"), Number("d"));
        var (hour, minute, second) = (Number("h"), Number("mi"), Number("s"));
        if (year < FirstPhotograph || year > now.Year + 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month) || hour > 23 || minute > 59 || second > 59)
        {
            return null;
        }

        var clock = new DateTime(year, month, day, hour, minute, second, DateTimeKind.Unspecified);
        return new CameraTime(clock + Fraction(match.Groups["f"].Success ? match.Groups["f"].Value : fraction), OffsetOf(match.Groups["o"].Success ? match.Groups["o"].Value : offset));
    }

    private static TimeSpan Fraction(string? digits)
    {
        digits = digits?.Trim('\0', ' ');
        return digits is { Length: > 0 } && digits.All(char.IsAsciiDigit) && double.TryParse($"0.{digits}", NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var part)
            ? TimeSpan.FromMilliseconds(Math.Floor(part * 1000))
            : TimeSpan.Zero;
    }

    private static short? OffsetOf(string? text)
    {
        if (text?.Trim('\0', ' ') is not { } zone)
        {
            return null;
        }

        if (zone == "Z")
        {
            return 0;
        }

        var match = Zone().Match(zone);
        if (!match.Success)
        {
            return null;
        }

        var minutes = (int.Parse(match.Groups["h"].Value, CultureInfo.InvariantCulture) * 60) + int.Parse(match.Groups["mi"].Value, CultureInfo.InvariantCulture);
        return minutes > 14 * 60 ? null : (short)(match.Groups["sign"].Value == "-" ? -minutes : minutes);
    }

    [GeneratedRegex(@"^(?<y>\d{4})[:\-/.](?<mo>\d\d?)[:\-/.](?<d>\d\d?)(?:[ T]+(?<h>\d\d?):(?<mi>\d\d)(?::(?<s>\d\d))?(?:\.(?<f>\d+))?\s*(?<o>Z|[+-]\d\d:\d\d)?)?$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Pattern();

    [GeneratedRegex(@"^(?<sign>[+-])(?<h>\d\d):(?<mi>\d\d)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Zone();
}
