namespace Photoseek.Search.Ranking;

/// <summary>What a request must be before any work is done for it.</summary>
internal static class SearchRequestRules
{
    /// <exception cref="InvalidSearchException">A rule is broken; carries every broken one.</exception>
    public static void Check(SearchRequest request)
    {
        var errors = Broken(request).ToList();
        if (errors.Count == 0)
        {
            return;
        }

        throw new InvalidSearchException(errors[0].Field, errors[0].Message)
        {
            Errors = errors.GroupBy(e => e.Field).ToDictionary(g => g.Key, g => g.First().Message, StringComparer.Ordinal),
        };
    }

    private static IEnumerable<(string Field, string Message)> Broken(SearchRequest request)
    {
        var asked = (request.Text is null ? 0 : 1) + (request.Picture is null ? 0 : 1) + (request.ImageId is null ? 0 : 1);
        if (asked != 1)
        {
            yield return ("text", "Search by exactly one of a text, a picture and an image of the library.");
        }

        if (request.Text is { } text && text.Trim().EnumerateRunes().Count() is < 1 or > SearchRequest.MaxTextLength)
        {
            yield return ("text", $"Write 1 to {SearchRequest.MaxTextLength} characters.");
        }

        if (request.Picture is { IsEmpty: true })
        {
            yield return ("picture", "The picture is empty.");
        }

        if (request.ImageId is <= 0)
        {
            yield return ("image_id", "Image ids are positive numbers.");
        }

        if (request.TopK is < 1 or > SearchRequest.MaxTopK)
        {
            yield return ("top_k", $"Ask for 1 to {SearchRequest.MaxTopK} results.");
        }

        // As a long, so that a huge offset does not wrap around.
        if (request.Offset < 0 || (long)request.Offset + Math.Max(request.TopK, 0) > SearchRequest.MaxDepth)
        {
            yield return ("offset", $"Results can be paged from 0 to {SearchRequest.MaxDepth}.");
        }

        if (!(request.ScoreThreshold is >= 0 and <= 1))
        {
            yield return ("score_threshold", "Give a number from 0 to 1.");
        }

        if (!(request.Cutoff is null or (>= 0 and <= 1)))
        {
            yield return ("cutoff", "Give a number from 0 to 1; 0 leaves out nothing.");
        }

        if (!Enum.IsDefined(request.Sort))
        {
            yield return ("sort", "Sort by relevance, newest or oldest.");
        }

        if (!Enum.IsDefined(request.Duplicates))
        {
            yield return ("duplicates", "Let duplicates collapse, or ask for all.");
        }

        if (!IsLabel(request.Project))
        {
            yield return ("project", $"Write 1 to {SearchRequest.MaxLabelLength} characters without control characters.");
        }

        if (!IsLabel(request.Category))
        {
            yield return ("category", $"Write 1 to {SearchRequest.MaxLabelLength} characters without control characters.");
        }
    }

    // Postgres stores neither NUL nor half a surrogate pair, so nothing could match them.
    private static bool IsLabel(string? label) =>
        label is null || (label.Length is > 0 and <= SearchRequest.MaxLabelLength && !label.Any(char.IsControl) && IsWellFormed(label));

    private static bool IsWellFormed(string label)
    {
        for (var i = 0; i < label.Length; i++)
        {
            if (i + 1 < label.Length && char.IsSurrogatePair(label[i], label[i + 1]))
            {
                i++;
            }
            else if (char.IsSurrogate(label[i]))
            {
                return false;
            }
        }

        return true;
    }
}
