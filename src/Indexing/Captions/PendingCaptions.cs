using Dapper;
using Microsoft.Extensions.Options;
using Npgsql;
using Photoseek.Indexing.Generations;
using Photoseek.Indexing.Pending;

namespace Photoseek.Indexing.Captions;

/// <summary>The work list of captions, and what they are made with.</summary>
internal sealed class PendingCaptions(NpgsqlDataSource database, BriefLocks locks, IOptions<IndexingOptions> options)
{
    private const int Chunk = 5000;

    /// <summary>From now on pictures are described so; null: not at all. What is described stays as it is until it is described anew.</summary>
    public async Task WantAsync(CaptionRecipe? recipe, CancellationToken cancellationToken)
    {
        const string same = """
            select case when @Digest::text is null then not exists (select from captioning)
                   else exists (select from captioning where model = @Model and model_digest = @Digest and prompt_sha256 = @PromptSha256) end
            """;
        const string stop = "delete from captioning; delete from pending_captions";
        const string start = """
            insert into captioning (model, model_digest, prompt_sha256) values (@Model, @Digest, @PromptSha256)
            on conflict (only_row) do update
            set model = excluded.model, model_digest = excluded.model_digest, prompt_sha256 = excluded.prompt_sha256, since = now();
            delete from pending_captions
            """;

        // Who adds a picture before the row is there would not owe it a caption.
        const string hold = "lock table images in share mode";
        var wanted = new { recipe?.Model, recipe?.Digest, recipe?.PromptSha256 };
        await using (var connection = await database.OpenConnectionAsync(cancellationToken))
        {
            if (await connection.QuerySingleAsync<bool>(new CommandDefinition(same, wanted, cancellationToken: cancellationToken)))
            {
                return;
            }
        }

        await locks.RunAsync(
            async transaction =>
            {
                var connection = transaction.Connection!;
                await connection.ExecuteAsync(new CommandDefinition(hold, transaction: transaction, cancellationToken: cancellationToken));
                return await connection.ExecuteAsync(new CommandDefinition(recipe is null ? stop : start, wanted, transaction, cancellationToken: cancellationToken));
            },
            cancellationToken);
    }

    /// <summary>Puts every picture on the list that has no caption of the present recipe; those that a person wrote are left alone.</summary>
    public async Task<int> OweMissingAsync(CancellationToken cancellationToken)
    {
        const string bounds = "select coalesce(min(id), 0), coalesce(max(id), -1) from images";
        const string add = """
            insert into pending_captions (image_id)
            select i.id
            from captioning r
            cross join images i
            left join captions c on c.content_sha256 = i.content_sha256 and c.model_digest = r.model_digest and c.prompt_sha256 = r.prompt_sha256
            where i.id between @from and @to and (i.caption is null or i.caption_by = 'model') and c.caption is distinct from coalesce(i.caption, '')
            order by i.id
            on conflict do nothing
            """;
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var (first, last) = await connection.QuerySingleAsync<(long, long)>(new CommandDefinition(bounds, cancellationToken: cancellationToken));
        var owed = 0;
        for (var from = first; from <= last; from += Chunk)
        {
            owed += await connection.ExecuteAsync(new CommandDefinition(add, new { from, to = from + Chunk - 1 }, cancellationToken: cancellationToken));
        }

        return owed;
    }

    /// <summary>Claims the picture that is due first and that nobody holds; none while indexing is paused, or when the recipe is another by now.</summary>
    public async Task<ClaimedCaption?> ClaimAsync(CaptionRecipe recipe, CancellationToken cancellationToken)
    {
        const string sql = """
            with due as (
              select p.image_id from pending_captions p join images i on i.id = p.image_id and i.hidden_at is null
              where p.state = 'pending' and p.due_at <= now()
                and exists (select from captioning where model_digest = @Digest and prompt_sha256 = @PromptSha256)
                and not exists (select from library_switches where name = 'indexing_paused')
                and (p.leased_until is null or p.leased_until <= now())
              order by p.due_at, p.image_id
              limit 1
              for update of p skip locked),
            claimed as (
              update pending_captions p
              set state = case when p.attempts >= @most then 'failed' else 'pending' end,
                  reason = case when p.attempts >= @most then coalesce(p.reason, @exhausted) else p.reason end,
                  lease = case when p.attempts < @most then @lease end,
                  leased_until = case when p.attempts < @most then now() + @period end,
                  attempts = least(p.attempts + 1, @most)
              from due d where p.image_id = d.image_id
              returning p.image_id, p.lease, p.attempts, p.state)
            select d.image_id as imageid, c.lease, c.attempts, i.content_sha256 as sha256, k.caption as known
            from claimed d
            join claimed c using (image_id)
            join images i on i.id = d.image_id
            left join captions k on k.content_sha256 = i.content_sha256 and k.model_digest = @Digest and k.prompt_sha256 = @PromptSha256
            where c.state = 'pending'
            """;
        var arguments = new
        {
            recipe.Digest,
            recipe.PromptSha256,
            most = options.Value.MaxAttempts,
            exhausted = $"Describing was begun {options.Value.MaxAttempts} times and never finished.",
            lease = Guid.NewGuid(),
            period = options.Value.Lease,
        };
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await connection.QuerySingleOrDefaultAsync<ClaimedCaption>(new CommandDefinition(sql, arguments, cancellationToken: cancellationToken));
    }

    /// <summary>Keeps what was made, strikes the picture off the list and captions it, unless a person did meanwhile; in one transaction, if it is still held.</summary>
    /// <returns>Whether it was still held.</returns>
    public async Task<bool> FinishAsync(CaptionRecipe recipe, ClaimedCaption claim, string caption, CancellationToken cancellationToken)
    {
        const string hold = "select id from images where id = @ImageId for no key update";
        const string strike = "delete from pending_captions where image_id = @ImageId and lease = @Lease";
        const string keep = """
            insert into captions (content_sha256, model_digest, prompt_sha256, caption) values (@Sha256, @Digest, @PromptSha256, @caption)
            on conflict (content_sha256, model_digest, prompt_sha256) do update set caption = excluded.caption, created_at = now()
            """;
        const string write = """
            update images set caption = @caption, caption_by = 'model'
            where id = @ImageId and (caption is null or caption_by = 'model')
            """;
        var row = new { claim.ImageId, claim.Lease, claim.Sha256, recipe.Digest, recipe.PromptSha256, caption };
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(hold, row, transaction, cancellationToken: cancellationToken));
        if (await connection.ExecuteAsync(new CommandDefinition(strike, row, transaction, cancellationToken: cancellationToken)) == 0)
        {
            return false;
        }

        await connection.ExecuteAsync(new CommandDefinition(keep, row, transaction, cancellationToken: cancellationToken));
        await connection.ExecuteAsync(new CommandDefinition(write, row, transaction, cancellationToken: cancellationToken));
        await transaction.CommitAsync(cancellationToken);
        return true;
    }

    /// <summary>Gives up on a picture, if it is still held.</summary>
    public Task FailAsync(ClaimedCaption claim, string reason, CancellationToken cancellationToken)
    {
        const string sql = """
            update pending_captions set state = 'failed', reason = @reason, lease = null, leased_until = null
            where image_id = @ImageId and lease = @Lease
            """;
        return ExecuteAsync(sql, new { claim.ImageId, claim.Lease, reason = PlainText.Line(reason, 1000) }, cancellationToken);
    }

    /// <summary>Puts a picture back for a later try, or gives up if this was the last allowed one; if it is still held.</summary>
    public Task PostponeAsync(ClaimedCaption claim, string reason, CancellationToken cancellationToken)
    {
        const string sql = """
            update pending_captions set reason = @reason, due_at = now() + @wait, lease = null, leased_until = null
            where image_id = @ImageId and lease = @Lease
            """;
        var wait = BackOff.After(claim.Attempts, Random.Shared.NextDouble());
        return claim.Attempts >= options.Value.MaxAttempts
            ? FailAsync(claim, reason, cancellationToken)
            : ExecuteAsync(sql, new { claim.ImageId, claim.Lease, wait, reason = PlainText.Line(reason, 1000) }, cancellationToken);
    }

    /// <summary>Hands a picture back as if it had not been claimed, for after a while.</summary>
    public Task PutBackAsync(ClaimedCaption claim, string? reason, TimeSpan wait, CancellationToken cancellationToken)
    {
        const string sql = """
            update pending_captions
            set lease = null, leased_until = null, attempts = greatest(attempts - 1, 0), due_at = now() + @wait, reason = coalesce(@reason, reason)
            where image_id = @ImageId and lease = @Lease
            """;
        return ExecuteAsync(sql, new { claim.ImageId, claim.Lease, wait, reason = PlainText.Line(reason, 1000) }, cancellationToken);
    }

    private async Task ExecuteAsync(string sql, object arguments, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(sql, arguments, cancellationToken: cancellationToken));
    }
}
