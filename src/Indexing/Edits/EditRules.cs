namespace Photoseek.Indexing.Edits;

/// <summary>How much may be written about a picture.</summary>
public static class EditRules
{
    /// <summary>Most characters of a title.</summary>
    public const int TitleLength = IncomingRules.TitleLength;

    /// <summary>Most characters of a description.</summary>
    public const int DescriptionLength = IncomingRules.DescriptionLength;

    /// <summary>Most tags, and most persons, that are written at once.</summary>
    public const int Labels = IncomingRules.TagCount;

    /// <summary>Most characters of a tag or of a person's name.</summary>
    public const int LabelLength = IncomingRules.TagLength;

    /// <summary>Most pictures that something is done with at once.</summary>
    public const int Pictures = 1000;

    /// <summary>What is too much, by field; empty where all is well.</summary>
    public static IReadOnlyDictionary<PictureField, string> Check(PictureEdit edit)
    {
        ArgumentNullException.ThrowIfNull(edit);
        var wrong = new Dictionary<PictureField, string>();
        if (edit.Title?.Length > TitleLength)
        {
            wrong[PictureField.Title] = $"Write at most {TitleLength} characters.";
        }

        if (edit.Description?.Length > DescriptionLength)
        {
            wrong[PictureField.Description] = $"Write at most {DescriptionLength} characters.";
        }

        foreach (var (field, labels) in new[] { (PictureField.Tags, edit.Tags), (PictureField.Persons, edit.Persons) })
        {
            if (labels is not null && CheckLabels(labels) is { } sentence)
            {
                wrong[field] = sentence;
            }
        }

        return wrong;
    }

    /// <summary>What is too much; null where all is well.</summary>
    public static string? CheckLabels(IReadOnlyCollection<string> labels)
    {
        ArgumentNullException.ThrowIfNull(labels);
        return labels.Count > Labels ? $"At most {Labels} at once."
            : labels.Any(static label => label.Length > LabelLength) ? $"Each has at most {LabelLength} characters."
            : null;
    }
}
