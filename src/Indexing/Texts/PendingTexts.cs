using Dapper;
using Microsoft.Extensions.Options;
using Npgsql;
using Photoseek.Indexing.Pending;

namespace Photoseek.Indexing.Texts;

/// <summary>The work list of texts, which triggers fill: claimed at least once, finished at most once, and only with the text that is there.</summary>
internal sealed class PendingTexts(NpgsqlDataSource database, IOptions<IndexingOptions> options)
{
    private const string TextSql = "picture_text(i.title, i.description, i.tags, i.persons, i.caption)";

    /// <summary>Claims texts that are due and that nobody holds; none while indexing is paused. What was claimed too often is set to failed instead.</summary>
    public async Task<IReadOnlyList<ClaimedText>> ClaimAsync(int generation, int count, CancellationToken cancellationToken)
    {
        const string sql = $"""
            with due as (
              select generation_id, image_id from pending_texts
              where generation_id = @generation and state = 'pending' and due_at <= now()
                and not exists (select from library_switches where name = 'indexing_paused')
                and (leased_until is null or leased_until <= now())
              order by due_at, image_id
              limit @count
              for update skip locked),
            claimed as (
              update pending_texts p
              set state = case when p.attempts >= @most then 'failed' else 'pending' end,
                  reason = case when p.attempts >= @most then coalesce(p.reason, @exhausted) else p.reason end,
                  lease = case when p.attempts < @most then @lease end,
                  leased_until = case when p.attempts < @most then now() + @period end,
                  attempts = least(p.attempts + 1, @most)
              from due d
              where p.generation_id = d.generation_id and p.image_id = d.image_id
              returning p.image_id, p.lease, p.attempts, p.state)
            select c.image_id as imageid, c.lease, c.attempts, t.text, sha256(convert_to(t.text, 'UTF8')) as sha256
            from claimed c
            join images i on i.id = c.image_id
            cross join lateral (select {TextSql} as text) t
            where c.state = 'pending'
            order by c.image_id
            """;
        var arguments = new
        {
            generation,
            count,
            most = options.Value.MaxAttempts,
            exhausted = $"Embedding was begun {options.Value.MaxAttempts} times and never finished.",
            lease = Guid.NewGuid(),
            period = options.Value.Lease,
        };
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return [.. await connection.QueryAsync<ClaimedText>(new CommandDefinition(sql, arguments, cancellationToken: cancellationToken))];
    }

    /// <summary>Writes vectors and strikes the texts off the list, in one transaction: only those still held, and only where the text is still the same.</summary>
    /// <param name="generation">Whose vectors.</param>
    /// <param name="texts">Each with its vector; null takes the vector away that is there.</param>
    /// <param name="cancellationToken">Stops it; nothing is written then.</param>
    /// <returns>How many were written.</returns>
    public async Task<int> FinishAsync(int generation, IReadOnlyList<(ClaimedText Claim, float[]? Vector)> texts, CancellationToken cancellationToken)
    {
        // Images before work, as those do who edit a picture or remove it.
        const string hold = $"""
            select i.id
            from images i join unnest(@images, @hashes) as mine(image_id, sha256) on mine.image_id = i.id
            where sha256(convert_to({TextSql}, 'UTF8')) = mine.sha256
            order by i.id
            for no key update of i
            """;
        const string strike = """
            delete from pending_texts p
            using unnest(@images, @leases) as mine(image_id, lease)
            where p.generation_id = @generation and p.image_id = mine.image_id and p.lease = mine.lease and p.image_id = any(@same)
            returning p.image_id
            """;
        const string write = """
            insert into text_vectors (generation_id, image_id, text_sha256, embedding)
            values (@generation, @ImageId, @Sha256, @vector::real[]::halfvec)
            on conflict (image_id, generation_id) do update
            set text_sha256 = excluded.text_sha256, embedding = excluded.embedding, created_at = now()
            """;
        const string clear = "delete from text_vectors where generation_id = @generation and image_id = @ImageId";
        var images = texts.Select(static t => t.Claim.ImageId).ToArray();
        var leases = texts.Select(static t => t.Claim.Lease).ToArray();
        var hashes = texts.Select(static t => t.Claim.Sha256).ToArray();
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var same = (await connection.QueryAsync<long>(new CommandDefinition(hold, new { images, hashes }, transaction, cancellationToken: cancellationToken))).ToArray();
        var work = new { generation, images, leases, same };
        var held = (await connection.QueryAsync<long>(new CommandDefinition(strike, work, transaction, cancellationToken: cancellationToken))).ToHashSet();
        foreach (var (claim, vector) in texts.Where(t => held.Contains(t.Claim.ImageId)))
        {
            var row = new { generation, claim.ImageId, claim.Sha256, vector };
            await connection.ExecuteAsync(new CommandDefinition(vector is null ? clear : write, row, transaction, cancellationToken: cancellationToken));
        }

        await transaction.CommitAsync(cancellationToken);
        return held.Count;
    }

    /// <summary>Gives up on a text, if it is still held.</summary>
    public Task FailAsync(int generation, ClaimedText claim, string reason, CancellationToken cancellationToken)
    {
        const string sql = """
            update pending_texts
            set state = 'failed', reason = @reason, lease = null, leased_until = null
            where generation_id = @generation and image_id = @ImageId and lease = @Lease
            """;
        return ExecuteAsync(sql, new { generation, claim.ImageId, claim.Lease, reason = PlainText.Line(reason, 1000) }, cancellationToken);
    }

    /// <summary>Puts a text back for a later try, or gives up if this was the last allowed one; if it is still held.</summary>
    public Task PostponeAsync(int generation, ClaimedText claim, string reason, CancellationToken cancellationToken)
    {
        const string sql = """
            update pending_texts
            set reason = @reason, due_at = now() + @wait, lease = null, leased_until = null
            where generation_id = @generation and image_id = @ImageId and lease = @Lease
            """;
        var wait = BackOff.After(claim.Attempts, Random.Shared.NextDouble());
        return claim.Attempts >= options.Value.MaxAttempts
            ? FailAsync(generation, claim, reason, cancellationToken)
            : ExecuteAsync(sql, new { generation, claim.ImageId, claim.Lease, wait, reason = PlainText.Line(reason, 1000) }, cancellationToken);
    }

    /// <summary>Hands back what is still held, as if it had not been claimed; behind what is due already, so that one slow text does not keep the others.</summary>
    public Task PutBackAsync(int generation, IReadOnlyCollection<ClaimedText> claims, string? reason, CancellationToken cancellationToken)
    {
        const string sql = """
            update pending_texts p
            set lease = null, leased_until = null, attempts = greatest(p.attempts - 1, 0), due_at = now(), reason = coalesce(@reason, p.reason)
            from unnest(@images, @leases) as mine(image_id, lease)
            where p.generation_id = @generation and p.image_id = mine.image_id and p.lease = mine.lease
            """;
        var images = claims.Select(static c => c.ImageId).ToArray();
        var leases = claims.Select(static c => c.Lease).ToArray();
        return ExecuteAsync(sql, new { generation, images, leases, reason = PlainText.Line(reason, 1000) }, cancellationToken);
    }

    /// <summary>Begins the leases of what is still held anew.</summary>
    public Task RenewAsync(int generation, IReadOnlyCollection<ClaimedText> claims, CancellationToken cancellationToken)
    {
        const string sql = """
            update pending_texts p
            set leased_until = now() + @period
            from unnest(@images, @leases) as mine(image_id, lease)
            where p.generation_id = @generation and p.image_id = mine.image_id and p.lease = mine.lease
            """;
        var images = claims.Select(static c => c.ImageId).ToArray();
        var leases = claims.Select(static c => c.Lease).ToArray();
        return ExecuteAsync(sql, new { generation, images, leases, period = options.Value.Lease }, cancellationToken);
    }

    private async Task ExecuteAsync(string sql, object arguments, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(sql, arguments, cancellationToken: cancellationToken));
    }
}
