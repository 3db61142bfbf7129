namespace Photoseek.Search.Language.Filters;

/// <summary>What things are called in a query.</summary>
internal static class FilterNames
{
    /// <summary>The names before a colon that make a filter.</summary>
    public static readonly string[] All = ["camera", "category", "from", "is", "lens", "name", "near", "no", "person", "project", "rating", "size", "source", "tag", "to", "type"];

    public static string Of(LabelField field) => field.ToString().ToLowerInvariant();

    public static string Of(MissableField field) => field.ToString().ToLowerInvariant();

    public static string Of(PictureShape shape) => shape.ToString().ToLowerInvariant();

    public static string Of(Comparison comparison) => comparison switch
    {
        Comparison.AtLeast => ">=",
        Comparison.Above => ">",
        Comparison.AtMost => "<=",
        Comparison.Below => "<",
        _ => "=",
    };

    public static string Of(SizeUnit unit) => unit == SizeUnit.Megapixels ? "mp" : "mb";

    /// <summary>The field of a name that holds words.</summary>
    public static bool TryLabel(string name, out LabelField field) => TryName(name, out field);

    /// <summary>The field that may be empty; the plural is understood, too.</summary>
    public static bool TryMissable(string name, out MissableField field) => TryName(name, out field) || TryName(name.TrimEnd('s'), out field);

    public static bool TryShape(string name, out PictureShape shape) => TryName(name, out shape);

    // Enum.TryParse takes numbers as well.
    private static bool TryName<T>(string name, out T value)
        where T : struct, Enum
    {
        value = default;
        return name.Length > 0 && name.All(char.IsAsciiLetter) && Enum.TryParse(name, ignoreCase: true, out value);
    }
}
