using Npgsql;

namespace Photoseek.Search.Queries;

/// <summary>Whether anything that answers are made of was committed since a state of the library.</summary>
internal static class LibraryChanges
{
    /// <summary>A condition: nothing was. The parameters $1 to $3 are <see cref="Since"/>.</summary>
    /// <remarks>The last change is read off the index's end, however many there were: of "any since" Postgres expects to find one soon, and reads all there are.</remarks>
    public const string None = """
        (coalesce((select max(changed_by) from library_changes where changed_by < pg_snapshot_xmax(pg_current_snapshot())) < $1, true)
         and not exists (select from library_changes where changed_by = any($2))
         and $3 >= (select since from changes_kept))
        """;

    /// <summary>The state, as parameters.</summary>
    public static NpgsqlParameter[] Since(PgSnapshot state) =>
        [PgSnapshot.Parameter(state.Next), PgSnapshot.Parameter(state.Running), PgSnapshot.Parameter(state.Oldest)];
}
