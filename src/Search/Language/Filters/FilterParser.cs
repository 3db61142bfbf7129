using System.Globalization;
using System.Text.RegularExpressions;

namespace Photoseek.Search.Language.Filters;

/// <summary>Reads the value of a filter; what cannot be read is refused with an example of what can.</summary>
internal static partial class FilterParser
{
    private const double HalfEarth = 20_038;
    private static readonly string[] Types = ["jpeg", "png", "webp"];

    /// <exception cref="InvalidSearchException">The values mean nothing; field <c>text</c>.</exception>
    public static QueryFilter Parse(string name, IReadOnlyList<string> values)
    {
        if (FilterNames.TryLabel(name, out var label))
        {
            return Label(label, values);
        }

        // These have one value; the commas in it are its own.
        var value = string.Join(',', values);
        return name switch
        {
            "from" => Date(value, before: false),
            "to" => Date(value, before: true),
            "is" when FilterNames.TryShape(value, out var shape) => new ShapeFilter(shape),
            "no" when FilterNames.TryMissable(value, out var field) => new MissingFilter(field),
            "near" => Near(value),
            "size" => Size(value),
            "rating" => Rating(value),
            "is" => throw Refused($"is:{value}", "write is:landscape, is:portrait or is:square."),
            _ => throw Refused($"no:{value}", $"write one of {string.Join(", ", Enum.GetValues<MissableField>().Select(static f => "no:" + FilterNames.Of(f)))}."),
        };
    }

    private static LabelFilter Label(LabelField field, IReadOnlyList<string> values)
    {
        List<string> named = [.. values.Select(static v => v.Trim()).Where(static v => v.Length > 0)];
        var name = FilterNames.Of(field);
        if (named.Count == 0)
        {
            throw Refused($"{name}:", $"write what to look for behind the colon, as in {name}:word or {name}:\"two words\".");
        }

        if (field == LabelField.Type)
        {
            named = [.. named.Select(static v => v.Equals("jpg", StringComparison.OrdinalIgnoreCase) ? "jpeg" : v.ToLowerInvariant())];
            if (named.Find(static v => !Types.Contains(v, StringComparer.Ordinal)) is { } unknown)
            {
                throw Refused($"type:{unknown}", "write type:jpeg, type:png or type:webp.");
            }
        }

        return new LabelFilter(field, named);
    }

    private static DateFilter Date(string value, bool before)
    {
        var day = value.Count(static c => c == '-') switch
        {
            0 => Exact(value + "-01-01"),
            1 => Exact(value + "-01"),
            _ => Exact(value),
        };
        if (day is not { } first)
        {
            throw Refused($"{(before ? "to" : "from")}:{value}", "write a year, a month or a day, as in from:2023, from:2023-05 or to:2023-05-31.");
        }

        // "to" means up to the end of the year, month or day.
        try
        {
            return new DateFilter(before ? End(first, value.Count(static c => c == '-')) : first, before, value);
        }
        catch (ArgumentOutOfRangeException)
        {
            throw Refused($"to:{value}", "that is later than any date.");
        }

        static DateOnly? Exact(string text) =>
            DateOnly.TryParseExact(text, "yyyy-M-d", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

        static DateOnly End(DateOnly first, int dashes) => dashes switch
        {
            0 => first.AddYears(1),
            1 => first.AddMonths(1),
            _ => first.AddDays(1),
        };
    }

    private static NearFilter Near(string value)
    {
        var match = NearForm().Match(value);
        if (match.Success
            && TryNumber(match.Groups["lat"].Value, out var latitude) && Math.Abs(latitude) <= 90
            && TryNumber(match.Groups["lon"].Value, out var longitude) && Math.Abs(longitude) <= 180
            && TryNumber(match.Groups["far"].Value, out var far) && far > 0)
        {
            var kilometres = match.Groups["unit"].Value.Equals("m", StringComparison.OrdinalIgnoreCase) ? far / 1000 : far;
            return new NearFilter(latitude, longitude, Math.Min(kilometres, HalfEarth));
        }

        throw Refused($"near:{value}", "write latitude, longitude and a distance, as in near:47.37,8.54,20km.");
    }

    private static SizeFilter Size(string value)
    {
        var match = SizeForm().Match(value);
        return match.Success && TryNumber(match.Groups["amount"].Value, out var amount)
            ? new SizeFilter(Compare(match), amount, match.Groups["unit"].Value.Equals("mp", StringComparison.OrdinalIgnoreCase) ? SizeUnit.Megapixels : SizeUnit.Megabytes)
            : throw Refused($"size:{value}", "write a size in megapixels or megabytes, as in size:>12mp or size:<=5mb.");
    }

    private static RatingFilter Rating(string value)
    {
        var match = RatingForm().Match(value);
        return match.Success
            ? new RatingFilter(Compare(match), match.Groups["stars"].Value[0] - '0')
            : throw Refused($"rating:{value}", "write 0 to 5 stars, as in rating:>=4 or rating:5.");
    }

    // A size alone means "at least"; so do stars, as people think of them.
    private static Comparison Compare(Match match) => match.Groups["compare"].Value switch
    {
        ">" => Comparison.Above,
        "<=" => Comparison.AtMost,
        "<" => Comparison.Below,
        "=" => Comparison.Equal,
        _ => Comparison.AtLeast,
    };

    private static bool TryNumber(string text, out double number) =>
        double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out number) && double.IsFinite(number);

    private static InvalidSearchException Refused(string written, string instead) =>
        new("text", $"\"{(written.Length > 60 ? written[..60] + "…" : written)}\" cannot be understood: {instead}");

    [GeneratedRegex(@"^(?<lat>[-+]?[0-9.]{1,12}),(?<lon>[-+]?[0-9.]{1,12}),(?<far>[0-9.]{1,8})(?<unit>km|m)?$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex NearForm();

    [GeneratedRegex(@"^(?<compare>>=|<=|>|<|=)?(?<amount>[0-9.]{1,8})(?<unit>mp|mb)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex SizeForm();

    [GeneratedRegex(@"^(?<compare>>=|<=|>|<|=)?(?<stars>[0-5])$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex RatingForm();
}
