using System.Text;
using Photoseek.App.Database;

namespace Photoseek.App.Backup;

/// <summary>Brings a dump into an empty database, in one transaction, and makes it at home there.</summary>
internal static class DumpReader
{
    // pg_dump restores with nothing on the search path; our generated columns and indexes call functions by their bare names.
    private const string Pathless = "SELECT pg_catalog.set_config('search_path', '', false);";
    private const string Path = "SELECT pg_catalog.set_config('search_path', 'public', false);";
    private const int LongestHeader = 64 * 1024;

    public static async Task RestoreAsync(PostgresTools tools, Stream dump, CancellationToken cancellationToken)
    {
        using var reader = tools.Start("pg_restore", "--no-owner", "--no-privileges", "--no-comments", "--file=-");
        using var server = tools.Start("psql", "--no-psqlrc", "--quiet", "--no-password", "--single-transaction", "--set=ON_ERROR_STOP=1", "--file=-");
        try
        {
            var readerSays = reader.StandardError.ReadToEndAsync(cancellationToken);
            var serverSays = server.StandardError.ReadToEndAsync(cancellationToken);
            var answers = server.StandardOutput.BaseStream.CopyToAsync(Stream.Null, cancellationToken);
            var fed = FeedAsync(dump, reader.StandardInput, cancellationToken);
            try
            {
                await PassOnAsync(reader.StandardOutput.BaseStream, server.StandardInput.BaseStream, cancellationToken);
                await fed;
                await PostgresTools.EndAsync(reader, readerSays, cancellationToken);
                await server.StandardInput.WriteAsync(AtHome.AsMemory(), cancellationToken);
                server.StandardInput.Close();
            }
            catch (IOException)
            {
                // A pipe broke as the other end had failed, which says why. Without the end of what it was to read nothing is committed.
                PostgresTools.Kill(reader);
                await server.WaitForExitAsync(cancellationToken);
                await PostgresTools.EndAsync(server, serverSays, cancellationToken);
                throw;
            }

            await PostgresTools.EndAsync(server, serverSays, cancellationToken);
            await answers;
        }
        finally
        {
            // psql first: it must not take the end of its input for the end of the dump.
            PostgresTools.Kill(server);
            PostgresTools.Kill(reader);
        }
    }

    /// <summary>
    /// What holds in one cluster only. Transactions have other numbers here, so which one wrote a vector is forgotten, as for
    /// those before there was the column: taking it out and putting it back writes no row. Leases were those of processes that
    /// are not here, and attempts that they had begun do not count.
    /// </summary>
    private const string AtHome = """

        set search_path = public;
        alter table image_vectors drop column written_by;
        alter table image_vectors add column written_by xid8;
        alter table image_vectors alter column written_by set default pg_current_xact_id();
        create index image_vectors_written on image_vectors (written_by) where written_by is not null;
        truncate removed_vectors, library_changes, change_horizons;
        update changes_kept set since = pg_snapshot_xmin(pg_current_snapshot());

        update pending_images set lease = null, leased_until = null, attempts = greatest(attempts - 1, 0), due_at = now() where lease is not null;
        update pending_texts set lease = null, leased_until = null, attempts = greatest(attempts - 1, 0), due_at = now() where lease is not null;
        update pending_captions set lease = null, leased_until = null, attempts = greatest(attempts - 1, 0), due_at = now() where lease is not null;
        update job_runs set state = 'interrupted', finished_at = seen_at where state = 'running';
        analyze;

        """;

    private static async Task FeedAsync(Stream dump, StreamWriter reader, CancellationToken cancellationToken)
    {
        await dump.CopyToAsync(reader.BaseStream, cancellationToken);
        reader.Close();
    }

    private static async Task PassOnAsync(Stream from, Stream to, CancellationToken cancellationToken)
    {
        var head = new byte[LongestHeader];
        var length = await from.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancellationToken);
        var text = Encoding.Latin1.GetString(head, 0, length);
        var at = text.IndexOf(Pathless, StringComparison.Ordinal);
        if (at < 0)
        {
            throw new DatabaseException("pg_restore writes in a way that this Photoseek does not know. Nothing was changed in the database.");
        }

        await to.WriteAsync(Encoding.Latin1.GetBytes(text.Remove(at, Pathless.Length).Insert(at, Path)), cancellationToken);
        await from.CopyToAsync(to, cancellationToken);
        await to.FlushAsync(cancellationToken);
    }
}
