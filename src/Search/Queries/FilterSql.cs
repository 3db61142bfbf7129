using Photoseek.Search.Language;
using Photoseek.Search.Language.Filters;

namespace Photoseek.Search.Queries;

/// <summary>Filters as SQL over an image <c>i</c>. Values are always parameters.</summary>
internal static class FilterSql
{
    /// <summary>Pictures are square to the eye before they are to the pixel.</summary>
    private const string Squareness = "0.02";

    /// <summary>Filters of one key are alternatives; others must each be met.</summary>
    public static object Together(FilterItem item) =>
        item is { Not: false, Filter: LabelFilter { Field: not (LabelField.Tag or LabelField.Person) } label } ? label.Field
        : item is { Not: false, Filter: ShapeFilter or NearFilter } ? item.Filter.GetType()
        : item;

    /// <summary>The filter's condition.</summary>
    /// <param name="filter">What is asked.</param>
    /// <param name="add">Adds a parameter's value and returns how it is written in SQL.</param>
    public static string Write(QueryFilter filter, Func<object, string> add) => filter switch
    {
        LabelFilter label => Label(label, add),
        DateFilter date => $"i.taken_at {(date.Before ? "<" : ">=")} {add(date.Day.ToDateTime(TimeOnly.MinValue))}::timestamp",
        ShapeFilter shape => Shape(shape.Shape),
        NearFilter near => Near(near, add),
        SizeFilter { Unit: SizeUnit.Megapixels } size => $"i.width::bigint * i.height {Operator(size.Comparison)} {add(size.Amount * 1e6)}",
        SizeFilter size => $"i.byte_size {Operator(size.Comparison)} {add(size.Amount * 1e6)}",
        RatingFilter rating => $"coalesce(i.rating, 0) {Operator(rating.Comparison)} {add(rating.Stars)}",
        MissingFilter missing => Missing(missing.Field),
        _ => throw new ArgumentOutOfRangeException(nameof(filter)),
    };

    private static string Label(LabelFilter label, Func<object, string> add)
    {
        var values = label.AnyOf.ToArray();
        return label.Field switch
        {
            LabelField.Tag => $"folded(i.tags) && folded({add(values)}::text[])",
            LabelField.Person => $"folded_names(i.persons) && folded({add(values)}::text[])",
            LabelField.Camera => AnyPart("camera_name(i.camera_make, i.camera_model)", values, add),
            LabelField.Lens => AnyPart("folded(i.lens)", values, add),
            LabelField.Name => AnyPart("folded(i.file_name)", values, add),
            LabelField.Type => $"i.format = any({add(values)}::text[])",
            LabelField.Project => $"folded(i.project) = any(folded({add(values)}::text[]))",
            LabelField.Category => $"folded(i.category) = any(folded({add(values)}::text[]))",
            LabelField.Source => $"""
                exists (select from image_objects o join sources s on s.id = o.source_id
                        where o.image_id = i.id and o.gone_at is null and folded(s.name) = any(folded({add(values)}::text[])))
                """,
            _ => throw new ArgumentOutOfRangeException(nameof(label)),
        };
    }

    private static string Shape(PictureShape shape) => shape switch
    {
        PictureShape.Landscape => $"i.width > i.height * (1 + {Squareness})",
        PictureShape.Portrait => $"i.height > i.width * (1 + {Squareness})",
        _ => $"abs(i.width - i.height) <= greatest(i.width, i.height) * {Squareness}",
    };

    // A band of latitudes for the index, then the distance on a sphere, in kilometres. Half a turn apart in longitude is
    // right across the date line, too.
    private static string Near(NearFilter near, Func<object, string> add)
    {
        const string degreesAKilometre = "0.0089932";
        var (latitude, longitude, far) = (add(near.Latitude), add(near.Longitude), add(near.Kilometres));
        return $"""
            (i.latitude between {latitude} - {far} * {degreesAKilometre} and {latitude} + {far} * {degreesAKilometre}
             and 12742 * asin(least(1, sqrt(
                   sin(radians(i.latitude - {latitude}) / 2) ^ 2
                   + cos(radians({latitude})) * cos(radians(i.latitude)) * sin(radians(i.longitude - {longitude}) / 2) ^ 2))) <= {far})
            """;
    }

    private static string Missing(MissableField field) => field switch
    {
        MissableField.Camera => "(i.camera_make is null and i.camera_model is null)",
        MissableField.Lens => "i.lens is null",
        MissableField.Date => "i.taken_at is null",
        MissableField.Place => "(i.latitude is null or i.longitude is null)",
        MissableField.Tag => "i.tags = '{}'",
        MissableField.Person => "i.persons = '{}'",
        MissableField.Title => "coalesce(i.title, '') = ''",
        MissableField.Description => "coalesce(i.description, '') = ''",
        MissableField.Rating => "coalesce(i.rating, 0) = 0",
        _ => throw new ArgumentOutOfRangeException(nameof(field)),
    };

    private static string Operator(Comparison comparison) => comparison switch
    {
        Comparison.AtLeast => ">=",
        Comparison.Above => ">",
        Comparison.AtMost => "<=",
        Comparison.Below => "<",
        _ => "=",
    };

    // Each by itself: the index of parts knows no "like any". Whatever LIKE makes of the value's own characters is taken from it.
    private static string AnyPart(string field, string[] values, Func<object, string> add) => string.Join(
        " or ",
        values.Select(value => $"{field} like folded({add($"%{value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal)}%")}::text)"));
}
