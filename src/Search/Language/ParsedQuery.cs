namespace Photoseek.Search.Language;

/// <summary>What somebody typed into the search box, taken apart. Its items in their order, written again, mean the same.</summary>
public sealed record ParsedQuery(IReadOnlyList<QueryItem> Items)
{
    /// <summary>Nothing typed.</summary>
    public static readonly ParsedQuery Nothing = new([]);

    /// <summary>
    /// What the pictures should look like, and with a negative weight what they should not. Quoted words stand in where
    /// there is nothing else: names say little to a model of pictures, so they are not mixed into a description.
    /// </summary>
    public IReadOnlyList<TermItem> Terms
    {
        get
        {
            List<TermItem> written = [.. Items.OfType<TermItem>()];
            var pushed = Items.OfType<PhraseItem>().Where(static p => p.Not).Select(static p => new TermItem(p.Text, -1));
            return written.Any(static t => t.Weight > 0)
                ? [.. written, .. pushed]
                : [.. Items.OfType<PhraseItem>().Where(static p => !p.Not).Select(static p => new TermItem(p.Text, 1)), .. written, .. pushed];
        }
    }

    /// <summary>Words that must occur, or must not, in what is written about a picture.</summary>
    public IReadOnlyList<PhraseItem> Phrases =>
        [.. Items.OfType<PhraseItem>(), .. Items.OfType<TermItem>().Where(static t => t.Weight < 0).Select(static t => new PhraseItem(t.Text, Not: true))];

    /// <summary>What pictures must be besides.</summary>
    public IReadOnlyList<FilterItem> Filters => [.. Items.OfType<FilterItem>()];

    /// <summary>The query without one of its items, as it can be typed.</summary>
    public string Without(QueryItem item) => Write(Items.Where(other => !ReferenceEquals(other, item)));

    /// <summary>The query as it can be typed.</summary>
    public override string ToString() => Write(Items);

    // Two terms side by side would be read as one.
    private static string Write(IEnumerable<QueryItem> items)
    {
        List<string> words = [];
        QueryItem? last = null;
        foreach (var item in items)
        {
            if (item is TermItem { Weight: > 0 } && last is TermItem { Weight: > 0 })
            {
                words.Add("+");
            }

            words.Add(item.Written);
            last = item is TermItem { Weight: > 0 } ? item : last;
        }

        return string.Join(' ', words);
    }
}
