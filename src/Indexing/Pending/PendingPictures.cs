using Dapper;
using Microsoft.Extensions.Options;
using Npgsql;
using Photoseek.Indexing.Generations;
using Photoseek.Indexing.Jobs;
using Photoseek.Indexing.Metadata;
using Photoseek.Indexing.Sidecars;
using Photoseek.Indexing.Sources;

namespace Photoseek.Indexing.Pending;

/// <summary>The work list: claimed at least once, finished at most once.</summary>
internal sealed class PendingPictures(NpgsqlDataSource database, IOptions<IndexingOptions> options)
{
    /// <summary>Claims after which a picture is taken alone, as it may be what ended the earlier ones.</summary>
    public const int SuspectAfter = 2;

    /// <summary>
    /// Claims pictures that are due and that nobody holds; none while indexing is paused. One that has been claimed as often as is allowed, and never
    /// finished, is set to failed instead.
    /// </summary>
    /// <param name="generation">Whose work.</param>
    /// <param name="count">At most so many.</param>
    /// <param name="suspects">Those with unfinished claims, or those without.</param>
    /// <param name="cancellationToken">Stops it; what was claimed by then comes back when its lease ends.</param>
    public async Task<IReadOnlyList<ClaimedPicture>> ClaimAsync(Generation generation, int count, bool suspects, CancellationToken cancellationToken)
    {
        const string sql = """
            with due as (
              select generation_id, image_id from pending_images
              where generation_id = @generation and state = 'pending' and due_at <= now()
                and not exists (select from library_switches where name = 'indexing_paused')
                and (leased_until is null or leased_until <= now())
                and (attempts >= @SuspectAfter) = @suspects
              order by due_at, image_id
              limit @count
              for update skip locked),
            claimed as (
              update pending_images p
              set state = case when p.attempts >= @most then 'failed' else 'pending' end,
                  reason = case when p.attempts >= @most then coalesce(p.reason, @exhausted) end,
                  lease = case when p.attempts < @most then @lease end,
                  leased_until = case when p.attempts < @most then now() + @period end,
                  attempts = least(p.attempts + 1, @most)
              from due d
              where p.generation_id = d.generation_id and p.image_id = d.image_id
              returning p.image_id, p.lease, p.attempts, p.state, p.due_at)
            select c.image_id as imageid, c.lease, c.attempts, i.content_sha256 as sha256, i.file_name as filename
            from claimed c
            join images i on i.id = c.image_id
            where c.state = 'pending'
            order by c.due_at, c.image_id
            """;
        var arguments = new
        {
            generation = generation.Id,
            count,
            suspects,
            SuspectAfter,
            most = options.Value.MaxAttempts,
            exhausted = $"Indexing was begun {options.Value.MaxAttempts} times and never finished.",
            lease = Guid.NewGuid(),
            period = options.Value.Lease,
        };
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return [.. await connection.QueryAsync<ClaimedPicture>(new CommandDefinition(sql, arguments, cancellationToken: cancellationToken))];
    }

    /// <summary>Writes vectors and metadata and strikes the pictures off the list, in one transaction; only those still held.</summary>
    /// <returns>How many were still held.</returns>
    public async Task<int> FinishAsync(Generation generation, IReadOnlyList<FinishedPicture> pictures, CancellationToken cancellationToken)
    {
        // Images before work, as removing does it, so that the two never wait for each other in a circle.
        const string hold = "select id from images where id = any(@images) order by id for no key update";
        const string strike = """
            delete from pending_images p
            using unnest(@images, @leases) as mine(image_id, lease)
            where p.generation_id = @generation and p.image_id = mine.image_id and p.lease = mine.lease
            returning p.image_id
            """;
        const string write = """
            insert into image_vectors (generation_id, image_id, embedding)
            values (@generation, @image, @vector::real[]::halfvec)
            on conflict (generation_id, image_id) do update set embedding = excluded.embedding, created_at = now()
            """;
        foreach (var picture in pictures)
        {
            generation.Check(picture.Vector);
        }

        var work = new
        {
            generation = generation.Id,
            images = pictures.Select(static p => p.Claim.ImageId).ToArray(),
            leases = pictures.Select(static p => p.Claim.Lease).ToArray(),
        };
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        if (pictures.Any(static p => p.Sidecars.Count > 0))
        {
            // Objects are written after images: hiding does it the other way, alone.
            await LibraryLock.AddingAsync(transaction, cancellationToken);
        }

        await connection.ExecuteAsync(new CommandDefinition(hold, work, transaction, cancellationToken: cancellationToken));
        var held = (await connection.QueryAsync<long>(new CommandDefinition(strike, work, transaction, cancellationToken: cancellationToken))).ToHashSet();
        foreach (var picture in pictures.Where(p => held.Contains(p.Claim.ImageId)))
        {
            var row = new { generation = generation.Id, image = picture.Claim.ImageId, vector = picture.Vector };
            await connection.ExecuteAsync(new CommandDefinition(write, row, transaction, cancellationToken: cancellationToken));
            await MetadataWriter.WriteAsync(picture.Claim.ImageId, picture.Metadata, transaction, cancellationToken);
            await SidecarList.MarkAsync(picture.Sidecars, transaction, cancellationToken);
        }

        await IndexingMinutes.CountAsync(held.Count, transaction, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return held.Count;
    }

    /// <summary>Gives up on a picture, if it is still held.</summary>
    public Task FailAsync(Generation generation, ClaimedPicture claim, string reason, CancellationToken cancellationToken)
    {
        const string sql = """
            update pending_images
            set state = 'failed', reason = @reason, lease = null, leased_until = null
            where generation_id = @generation and image_id = @ImageId and lease = @Lease
            """;
        return SettleAsync(sql, "failed", new { generation = generation.Id, claim.ImageId, claim.Lease, reason = PlainText.Line(reason, 1000) ?? "Unknown." }, cancellationToken);
    }

    /// <summary>Puts a picture back for a later try, or gives up if this was the last allowed one; if it is still held.</summary>
    public Task PostponeAsync(Generation generation, ClaimedPicture claim, string reason, CancellationToken cancellationToken)
    {
        const string sql = """
            update pending_images
            set reason = @reason, due_at = now() + @wait, lease = null, leased_until = null
            where generation_id = @generation and image_id = @ImageId and lease = @Lease
            """;
        if (claim.Attempts >= options.Value.MaxAttempts)
        {
            return FailAsync(generation, claim, reason, cancellationToken);
        }

        var wait = BackOff.After(claim.Attempts, Random.Shared.NextDouble());
        return SettleAsync(sql, "postponed", new { generation = generation.Id, claim.ImageId, claim.Lease, wait, reason = PlainText.Line(reason, 1000) }, cancellationToken);
    }

    /// <summary>Puts a picture back because its source is away, which is not held against the picture.</summary>
    public Task WaitForSourceAsync(Generation generation, ClaimedPicture claim, string reason, CancellationToken cancellationToken)
    {
        const string sql = """
            update pending_images
            set reason = @reason, due_at = now() + @wait, attempts = greatest(attempts - 1, 0), lease = null, leased_until = null
            where generation_id = @generation and image_id = @ImageId and lease = @Lease
            """;
        var wait = BackOff.WhileAway(Random.Shared.NextDouble());
        return SettleAsync(sql, "source_away", new { generation = generation.Id, claim.ImageId, claim.Lease, wait, reason }, cancellationToken);
    }

    /// <summary>Begins the leases of what is still held anew.</summary>
    public Task RenewAsync(Generation generation, IReadOnlyCollection<ClaimedPicture> claims, CancellationToken cancellationToken)
    {
        const string sql = """
            update pending_images p
            set leased_until = now() + @period
            from unnest(@images, @leases) as mine(image_id, lease)
            where p.generation_id = @generation and p.image_id = mine.image_id and p.lease = mine.lease
            """;
        var images = claims.Select(static c => c.ImageId).ToArray();
        var leases = claims.Select(static c => c.Lease).ToArray();
        return ExecuteAsync(sql, new { generation = generation.Id, images, leases, period = options.Value.Lease }, cancellationToken);
    }

    /// <summary>Hands back what is still held, as if it had not been claimed.</summary>
    public Task ReleaseAsync(Generation generation, IReadOnlyCollection<ClaimedPicture> claims, CancellationToken cancellationToken)
    {
        const string sql = """
            update pending_images p
            set lease = null, leased_until = null, attempts = greatest(p.attempts - 1, 0)
            from unnest(@images, @leases) as mine(image_id, lease)
            where p.generation_id = @generation and p.image_id = mine.image_id and p.lease = mine.lease
            """;
        var images = claims.Select(static c => c.ImageId).ToArray();
        var leases = claims.Select(static c => c.Lease).ToArray();
        return ExecuteAsync(sql, new { generation = generation.Id, images, leases }, cancellationToken);
    }

    private async Task SettleAsync(string sql, string outcome, object arguments, CancellationToken cancellationToken)
    {
        IndexingMetrics.Ended(outcome, await ExecuteAsync(sql, arguments, cancellationToken));
    }

    private async Task<int> ExecuteAsync(string sql, object arguments, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await connection.ExecuteAsync(new CommandDefinition(sql, arguments, cancellationToken: cancellationToken));
    }
}
