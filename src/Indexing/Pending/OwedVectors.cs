using Dapper;
using Npgsql;
using Photoseek.Indexing.Sources;

namespace Photoseek.Indexing.Pending;

/// <summary>Puts pictures on the work list of a generation, whatever the workers are finishing meanwhile.</summary>
internal static class OwedVectors
{
    private const int Chunk = 5000;

    /// <param name="database">The library's.</param>
    /// <param name="generation">Whose work list.</param>
    /// <param name="before">Pictures whose vectors are older too; null for those only that have none.</param>
    /// <param name="progress">Told after each range of pictures.</param>
    /// <param name="cancellationToken">Stops it between two ranges of pictures.</param>
    /// <returns>How many were not on the list yet.</returns>
    public static async Task<int> AddAsync(NpgsqlDataSource database, int generation, DateTime? before, IProgress<ImportProgress>? progress, CancellationToken cancellationToken)
    {
        // By ranges of ids, so that no statement is long, however large the library is. A generation that has just been dropped is owed nothing.
        const string bounds = "select coalesce(min(id), 0), coalesce(max(id), -1) from images";
        const string add = """
            insert into pending_images (generation_id, image_id)
            select g.id, i.id from images i join model_generations g on g.id = @generation
            where i.id between @from and @to and i.hidden_at is null
              and not exists (
                select from image_vectors v
                where v.generation_id = @generation and v.image_id = i.id and (@before::timestamptz is null or v.created_at >= @before))
            on conflict do nothing
            returning image_id
            """;

        // One that was finished while the statement above ran had no new vector when it was looked at, and was off the list when
        // it was added. It can be seen now, and nobody has seen its new row yet.
        const string finished = """
            delete from pending_images p
            where p.generation_id = @generation and p.image_id = any(@added)
              and exists (
                select from image_vectors v
                where v.generation_id = @generation and v.image_id = p.image_id and (@before::timestamptz is null or v.created_at >= @before))
            """;
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var (first, last) = await connection.QuerySingleAsync<(long, long)>(new CommandDefinition(bounds, cancellationToken: cancellationToken));
        var owed = 0;
        for (var from = first; from <= last; from += Chunk)
        {
            await using var transaction = await connection.BeginTransactionAsync(cancellationToken);

            // Nothing is hidden meanwhile, which would be owed a vector then that nobody waits for.
            await LibraryLock.AddingAsync(transaction, cancellationToken);
            var range = new { generation, before, from, to = from + Chunk - 1 };
            var added = (await connection.QueryAsync<long>(new CommandDefinition(add, range, transaction, cancellationToken: cancellationToken))).ToArray();
            owed += added.Length;
            if (added.Length > 0)
            {
                owed -= await connection.ExecuteAsync(new CommandDefinition(finished, new { generation, before, added }, transaction, cancellationToken: cancellationToken));
            }

            await transaction.CommitAsync(cancellationToken);
            progress?.Report(new ImportProgress((int)(Math.Min(from + Chunk, last + 1) - first), (int)(last - first + 1), $"{owed} put on the work list"));
        }

        return owed;
    }
}
