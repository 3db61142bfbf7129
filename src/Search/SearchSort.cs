namespace Photoseek.Search;

/// <summary>In what order results come.</summary>
public enum SearchSort
{
    /// <summary>Best first; where nothing is looked for but what filters say, newest first.</summary>
    Relevance,

    /// <summary>By when they were taken, or else added, latest first: of what is relevant, at most the first 1,000.</summary>
    Newest,

    /// <summary>The same, earliest first.</summary>
    Oldest,
}
