using System.Globalization;
using Photoseek.Search.Queries;

namespace Photoseek.Search.Codes;

/// <summary>What a generation has that an earlier state of it had not.</summary>
internal static class CodeChangesQuery
{
    private const int RowsAtATime = 256;

    /// <summary>The changes since a state; null when the log does not reach back to it, or all was removed at once.</summary>
    /// <param name="snapshot">The later state.</param>
    /// <param name="seen">The earlier state.</param>
    /// <param name="generation">Whose vectors.</param>
    /// <param name="dimension">Numbers in a vector.</param>
    /// <param name="cancellationToken">Ends the statement.</param>
    public static async Task<CodeChanges?> RunAsync(LibrarySnapshot snapshot, PgSnapshot seen, int generation, int dimension, CancellationToken cancellationToken)
    {
        var removedSql = $"""
            select image_id from removed_vectors where generation_id in (0, {generation}) and {New("removed_by", seen)}
            """;
        if (await snapshot.KeptSinceAsync(cancellationToken) > seen.Oldest)
        {
            return null;
        }

        var removed = (await snapshot.QueryAsync<long>(removedSql, null, cancellationToken)).ToHashSet();
        if (removed.Contains(0))
        {
            return null;
        }

        var vectors = new Dictionary<long, float[]>();
        await using (var stream = await VectorStream.OpenAsync(
            snapshot.Connection, $"select image_id, embedding from image_vectors_{generation} where {New("written_by", seen)}", dimension, cancellationToken))
        {
            var buffer = new byte[RowsAtATime * stream.RowBytes];
            for (var rows = await stream.ReadAsync(buffer, cancellationToken); rows > 0; rows = await stream.ReadAsync(buffer, cancellationToken))
            {
                for (var row = 0; row < rows; row++)
                {
                    var vector = new float[dimension];
                    vectors[VectorStream.Parse(buffer, row, vector)] = vector;
                }
            }
        }

        return new CodeChanges(snapshot.State, vectors, removed);
    }

    /// <summary>
    /// Whether a visible row was written by a transaction that a state does not include. The numbers are written into the text:
    /// COPY takes no parameters. What seems to come from the future was restored from another cluster's dump, and is old.
    /// </summary>
    public static string New(string column, PgSnapshot seen)
    {
        var running = string.Join(", ", seen.Running.Select(static id => string.Create(CultureInfo.InvariantCulture, $"'{id}'::xid8")));
        var late = seen.Running.Count == 0 ? "" : $"or {column} in ({running})";
        return string.Create(CultureInfo.InvariantCulture, $"(({column} >= '{seen.Next}'::xid8 and {column} < pg_snapshot_xmax(pg_current_snapshot())) {late})");
    }
}
