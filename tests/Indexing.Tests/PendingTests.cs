using Photoseek.Indexing.Generations;
using Photoseek.Indexing.Metadata;
using Photoseek.Indexing.Pending;
using Photoseek.Testing;

namespace Photoseek.Indexing.Tests;

public sealed class PendingTests : LibraryTest
{
    private static readonly CancellationToken None = CancellationToken.None;

    [PostgresFact]
    public async Task Eight_who_claim_at_once_get_each_picture_exactly_once()
    {
        var generation = await WithPendingAsync(400);

        var claimed = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            var mine = new List<ClaimedPicture>();
            while (await App.Pending.ClaimAsync(generation, 7, suspects: false, None) is { Count: > 0 } some)
            {
                mine.AddRange(some);
            }

            return mine;
        })));

        var all = claimed.SelectMany(static mine => mine).ToList();
        Assert.Equal(400, all.Count);
        Assert.Equal(400, all.Select(static c => c.ImageId).Distinct().Count());
        Assert.All(all, static c => Assert.Equal(1, c.Attempts));
        Assert.Equal(400, await CountAsync("pending_images where leased_until > now() and attempts = 1"));
    }

    [PostgresFact]
    public async Task What_another_holds_is_taken_over_when_its_lease_has_ended()
    {
        var generation = await WithPendingAsync(1);
        var first = Assert.Single(await App.Pending.ClaimAsync(generation, 10, suspects: false, None));
        Assert.Empty(await App.Pending.ClaimAsync(generation, 10, suspects: false, None));

        await EndLeasesAsync();
        var second = Assert.Single(await App.Pending.ClaimAsync(generation, 10, suspects: false, None));

        Assert.Equal((first.ImageId, 2), (second.ImageId, second.Attempts));
        Assert.NotEqual(first.Lease, second.Lease);
    }

    [PostgresFact]
    public async Task Only_who_holds_the_lease_can_finish_fail_postpone_or_release()
    {
        var generation = await WithPendingAsync(1);
        var late = Assert.Single(await App.Pending.ClaimAsync(generation, 1, suspects: false, None));
        await EndLeasesAsync();
        var holder = Assert.Single(await App.Pending.ClaimAsync(generation, 1, suspects: false, None));

        Assert.Equal(0, await App.Pending.FinishAsync(generation, [Finished(late)], None));
        await App.Pending.FailAsync(generation, late, "late", None);
        await App.Pending.PostponeAsync(generation, late, "late", None);
        await App.Pending.ReleaseAsync(generation, [late], None);

        Assert.Equal(0, await CountAsync("image_vectors"));
        Assert.Equal(1, await CountAsync($"pending_images where state = 'pending' and lease = '{holder.Lease}' and attempts = 2 and reason is null"));
        Assert.Equal(1, await App.Pending.FinishAsync(generation, [Finished(holder)], None));
        Assert.Equal((1, 0), (await CountAsync("image_vectors"), await CountAsync("pending_images")));
    }

    [PostgresFact]
    public async Task A_picture_that_is_claimed_again_and_again_and_never_finished_fails()
    {
        var generation = await WithPendingAsync(1);
        for (var attempt = 1; attempt <= 5; attempt++)
        {
            var claim = Assert.Single(await App.Pending.ClaimAsync(generation, 1, suspects: attempt > PendingPictures.SuspectAfter, None));
            Assert.Equal(attempt, claim.Attempts);
            await EndLeasesAsync();
        }

        Assert.Empty(await App.Pending.ClaimAsync(generation, 1, suspects: true, None));

        Assert.Equal(1, await CountAsync("pending_images where state = 'failed' and attempts = 5 and lease is null"));
        Assert.Equal("Indexing was begun 5 times and never finished.", await Postgres.ScalarAsync<string>("select reason from pending_images"));
    }

    [PostgresFact]
    public async Task A_suspect_is_not_claimed_together_with_others()
    {
        var generation = await WithPendingAsync(3);
        await Postgres.ExecuteAsync("update pending_images set attempts = 2 where image_id = (select min(image_id) from pending_images)");

        Assert.Equal(2, (await App.Pending.ClaimAsync(generation, 10, suspects: false, None)).Count);
        Assert.Single(await App.Pending.ClaimAsync(generation, 1, suspects: true, None));
    }

    [PostgresFact]
    public async Task What_is_postponed_is_not_due_and_fails_at_the_last_attempt()
    {
        var generation = await WithPendingAsync(1);
        var claim = Assert.Single(await App.Pending.ClaimAsync(generation, 1, suspects: false, None));

        await App.Pending.PostponeAsync(generation, claim, "The disk hiccups.", None);

        Assert.Equal(1, await CountAsync("pending_images where state = 'pending' and due_at > now() and lease is null and reason = 'The disk hiccups.'"));
        Assert.Empty(await App.Pending.ClaimAsync(generation, 1, suspects: false, None));

        await Postgres.ExecuteAsync("update pending_images set due_at = now(), attempts = 4");
        claim = Assert.Single(await App.Pending.ClaimAsync(generation, 1, suspects: true, None));
        await App.Pending.PostponeAsync(generation, claim, "Again.", None);
        Assert.Equal(1, await CountAsync("pending_images where state = 'failed' and reason = 'Again.'"));
    }

    [PostgresFact]
    public async Task Waiting_for_an_absent_source_costs_no_attempt()
    {
        var generation = await WithPendingAsync(1);
        var claim = Assert.Single(await App.Pending.ClaimAsync(generation, 1, suspects: false, None));

        await App.Pending.WaitForSourceAsync(generation, claim, "Not mounted.", None);

        Assert.Equal(1, await CountAsync("pending_images where state = 'pending' and due_at > now() and attempts = 0 and lease is null"));
    }

    [PostgresFact]
    public async Task What_is_renewed_stays_held_and_what_is_lost_stays_lost()
    {
        var generation = await WithPendingAsync(2);
        var claims = await App.Pending.ClaimAsync(generation, 2, suspects: false, None);
        await EndLeasesAsync();
        await Postgres.ExecuteAsync($"update pending_images set lease = gen_random_uuid() where image_id = {claims[1].ImageId}");

        await App.Pending.RenewAsync(generation, claims, None);

        Assert.Equal(claims[0].ImageId, await Postgres.ScalarAsync<long>("select image_id from pending_images where leased_until > now()"));
        Assert.Equal(1, await CountAsync("pending_images where leased_until > now()"));
    }

    [PostgresFact]
    public async Task What_is_released_is_due_at_once_as_if_never_claimed()
    {
        var generation = await WithPendingAsync(5);
        var claims = await App.Pending.ClaimAsync(generation, 5, suspects: false, None);

        await App.Pending.ReleaseAsync(generation, claims, None);

        Assert.Equal(5, await CountAsync("pending_images where attempts = 0 and lease is null"));
        Assert.Equal(5, (await App.Pending.ClaimAsync(generation, 5, suspects: false, None)).Count);
    }

    [PostgresFact]
    public async Task A_vector_of_another_width_is_refused_and_both_widths_are_named()
    {
        var generation = await WithPendingAsync(1);
        var claim = Assert.Single(await App.Pending.ClaimAsync(generation, 1, suspects: false, None));

        var error = await Assert.ThrowsAsync<InvalidDataException>(() => App.Pending.FinishAsync(generation, [Finished(claim) with { Vector = new float[768] }], None));

        Assert.Contains("768", error.Message, StringComparison.Ordinal);
        Assert.Contains("512", error.Message, StringComparison.Ordinal);
        Assert.Equal((0, 1), (await CountAsync("image_vectors"), await CountAsync("pending_images")));
    }

    [PostgresTheory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(0f)]
    public async Task A_vector_that_is_none_is_refused(float value)
    {
        var generation = await WithPendingAsync(1);
        var claim = Assert.Single(await App.Pending.ClaimAsync(generation, 1, suspects: false, None));
        var vector = new float[512];
        vector[7] = value;

        await Assert.ThrowsAsync<InvalidDataException>(() => App.Pending.FinishAsync(generation, [Finished(claim) with { Vector = vector }], None));
    }

    private static FinishedPicture Finished(ClaimedPicture claim)
    {
        var vector = new float[512];
        vector[0] = 1;
        return new FinishedPicture(claim, vector, PictureMetadata.Nothing, []);
    }

    private Task EndLeasesAsync() => Postgres.ExecuteAsync("update pending_images set leased_until = now() where lease is not null");

    private async Task<Generation> WithPendingAsync(int count)
    {
        await Postgres.ExecuteAsync($"""
            insert into images (content_sha256, byte_size, format, width, height, file_name)
            select sha256(n::text::bytea), 1, 'jpeg', 1, 1, n || '.jpg' from generate_series(1, {count}) n
            """);
        var generation = await App.ServeAsync();
        Assert.Equal(count, await CountAsync("pending_images"));
        return generation;
    }
}
