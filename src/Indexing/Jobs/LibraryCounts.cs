namespace Photoseek.Indexing.Jobs;

/// <summary>Reading the ledger of counts (<c>library_counts</c>): exact in the snapshot of the statement, and as quick for a million pictures as for ten.</summary>
internal static class LibraryCounts
{
    /// <summary>A with-item <c>counts (what, subject, n)</c>; what is not in it there is none of.</summary>
    public const string Sql = "counts as materialized (select what, subject, sum(n)::bigint as n from library_counts group by what, subject)";
}
