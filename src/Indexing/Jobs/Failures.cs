namespace Photoseek.Indexing.Jobs;

/// <summary>Which pictures that were given up are meant.</summary>
/// <param name="Image">One of them; null for all.</param>
/// <param name="Reason">Those of a <see cref="FailureGroup.Reason"/>; null for all.</param>
public sealed record Failures(long? Image = null, string? Reason = null)
{
    /// <summary>All of them.</summary>
    public static Failures All { get; } = new();

    /// <summary>A reason without the numbers in it, so that "31,230 bytes" and "31,231 bytes" are one.</summary>
    internal const string ReasonSql = $"regexp_replace(coalesce(p.reason, 'Unknown.'), {NumbersSql})";

    /// <summary>What <c>regexp_replace</c> is told, after the text, to take the numbers out.</summary>
    internal const string NumbersSql = """'\d+(?:[.,]\d+)*', '…', 'g'""";
}
