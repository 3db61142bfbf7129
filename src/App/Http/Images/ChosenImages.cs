using System.Globalization;
using System.Text.Json;
using Photoseek.Indexing.Edits;

namespace Photoseek.App.Http.Images;

/// <summary>The pictures that something is to be done with: <c>{"ids": [17, 4], ...}</c>.</summary>
/// <param name="Ids">1 to 1,000, each once.</param>
/// <param name="Add">Tags to add.</param>
/// <param name="Remove">Tags to take away.</param>
internal sealed record ChosenImages(IReadOnlyList<long> Ids, IReadOnlyList<string> Add, IReadOnlyList<string> Remove)
{
    /// <exception cref="RequestRefusedException">It is something else.</exception>
    public static async Task<ChosenImages> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        using var document = await JsonBody.ParseAsync(request, cancellationToken);
        var body = document.RootElement;
        if (body.ValueKind != JsonValueKind.Object || !body.TryGetProperty("ids", out var ids) || ids.ValueKind != JsonValueKind.Array)
        {
            throw Wrong("ids", $"Give the pictures: a list of 1 to {EditRules.Pictures} numbers.");
        }

        var numbers = new List<long>();
        foreach (var id in ids.EnumerateArray())
        {
            numbers.Add(id.ValueKind == JsonValueKind.Number && id.TryGetInt64(out var number) && number > 0 ? number : throw Wrong("ids", "Each must be the number of an image."));
        }

        return new ChosenImages(Check(numbers, EditRules.Pictures), Labels(body, "add"), Labels(body, "remove"));
    }

    /// <summary>Those of an address: <c>?ids=17,4</c>.</summary>
    /// <exception cref="RequestRefusedException">It is something else.</exception>
    public static IReadOnlyList<long> OfQuery(HttpRequest request, int most) => Check(
        [
            .. request.Query["ids"].ToString().Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                .Select(static part => long.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : throw Wrong("ids", "Each must be the number of an image.")),
        ],
        most);

    private static long[] Check(IEnumerable<long> ids, int most) =>
        ids.Distinct().ToArray() is var each && each.Length > 0 && each.Length <= most ? each : throw Wrong("ids", $"Must be 1 to {most} numbers of images.");

    private static IReadOnlyList<string> Labels(JsonElement body, string field)
    {
        if (!body.TryGetProperty(field, out var value))
        {
            return [];
        }

        List<string?> labels = value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray().Select(JsonBody.TryText)] : [null];
        return labels.Contains(null) ? throw Wrong(field, "Must be a list of texts.")
            : EditRules.CheckLabels([.. labels.OfType<string>()]) is { } sentence ? throw Wrong(field, sentence)
            : [.. labels.OfType<string>()];
    }

    private static RequestRefusedException Wrong(string field, string sentence) => new(ProblemKind.InvalidRequest, "A field is wrong.")
    {
        Errors = new Dictionary<string, string>(StringComparer.Ordinal) { [field] = sentence },
    };
}
