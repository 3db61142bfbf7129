namespace Photoseek.Search;

/// <summary>What becomes of results that are nearly the same picture.</summary>
public enum DuplicateHandling
{
    /// <summary>The best of them stands for all, with their number.</summary>
    Collapse,

    /// <summary>Each is a result.</summary>
    All,
}
