namespace Photoseek.Search;

/// <summary>How the candidates of a search are found.</summary>
public enum SearchPath
{
    /// <summary>All that match are compared in Postgres.</summary>
    Exact,

    /// <summary>The codes in memory are scanned, and the best compared in Postgres.</summary>
    Codes,

    /// <summary>Postgres's HNSW index is asked.</summary>
    Hnsw,

    /// <summary>There is nothing to be near to: the newest come first.</summary>
    Newest,
}
