using Microsoft.Playwright;

namespace Photoseek.App.Tests.Browser.Admin;

/// <summary>Pictures of the admin page in full, for a person to look at.</summary>
public sealed class AdminScreenshotTests(DemoApp app) : IClassFixture<DemoApp>
{
    private static readonly int[] Widths = [390, 1024, 1920];

    [ScreenshotFact]
    public async Task The_admin_page_idle_indexing_and_with_much_to_show()
    {
        await ShootAsync("idle");
        await app.Database.ExecuteAsync("""
            insert into pending_images (generation_id, image_id) select g.id, i.id from images i, model_generations g
            """);
        await ShootAsync("indexing", [1024]);
        await app.Database.ExecuteAsync("""
            insert into indexing_minutes
            select m, 300 + 200 * sin(extract(epoch from m) / 2000), m, m
            from generate_series(date_trunc('minute', now()) - interval '5 hours', date_trunc('minute', now()) - interval '20 minutes', interval '1 minute') m
            on conflict do nothing;
            insert into search_minutes
            select m, gen_random_uuid(), 40, 14 + 5 * sin(extract(epoch from m) / 1500), 40 + 25 * sin(extract(epoch from m) / 900)
            from generate_series(date_trunc('minute', now()) - interval '4 hours', date_trunc('minute', now()) - interval '5 minutes', interval '1 minute') m;
            insert into pending_images (generation_id, image_id, state, attempts, reason, owed_at)
            select g.id, i.id, case when i.id % 3 = 0 then 'ignored' else 'failed' end, 1,
              case when i.id % 2 = 0 then 'The picture is damaged: its data end after ' || i.id * 100 || ' bytes.' else 'The file is gone.' end, now()
            from images i, model_generations g where i.id <= 14 on conflict (image_id, generation_id) do update set state = excluded.state, reason = excluded.reason;
            insert into pending_images (generation_id, image_id, due_at, owed_at)
            select g.id, i.id, now() + case when i.id % 5 = 0 then interval '1 hour' else interval '0' end, now() - interval '140 seconds'
            from images i, model_generations g where i.id > 120 on conflict do nothing;
            insert into library_switches (name) values ('indexing_paused') on conflict do nothing;
            insert into sources (name, kind, root) values ('Holiday', 'folder', '/h'), ('A bucket with a rather long name', 's3', '/b');
            insert into source_refusals (source_id, key, reason)
            select s.id, '2024/summer on the island/IMG_' || i || '.jpg', case when i % 3 = 0 then 'It is no picture of a format that is let in.' else 'The picture ends after ' || i || ' of 45,321 bytes.' end
            from sources s, generate_series(1000, 1140) i where s.name in ('Holiday', 'A bucket with a rather long name');
            insert into source_removals (source_id, gone, known, accepted)
            select id, 1240, 3100, case when name = 'Holiday' then 1240 end from sources where name in ('Holiday', 'A bucket with a rather long name');
            insert into job_runs (kind, subject, state, started_at, finished_at, done, total, message) values
              ('sync', 'Holiday', 'succeeded', now() - interval '3 hours', now() - interval '2 hours', 31000, 31000, '31000 new, 12 already there, 3 refused, 0 removed.'),
              ('sync', 'A bucket with a rather long name', 'failed', now() - interval '50 minutes', now() - interval '49 minutes', 0, 0, 'The bucket cannot be reached: the connection was refused.'),
              ('install-model', 'siglip2-base-patch16-256', 'running', now() - interval '2 minutes', null, 312, 1540, '312 of 1,540 MB');
            update job_runs set seen_at = now() + interval '1 hour' where state = 'running';
            delete from image_vectors where image_id in (select image_id from pending_images);
            insert into model_generations (model, model_sha256, dimension, preprocessing_version, state) values ('clip-vit-b-32-laion2b', 'x', 512, 1, 'building');
            """);
        await ShootAsync("much");
    }

    private async Task ShootAsync(string name, int[]? widths = null)
    {
        foreach (var width in widths ?? Widths)
        {
            foreach (var theme in new[] { ColorScheme.Light, ColorScheme.Dark })
            {
                await using var visitor = await app.VisitAsync(theme: theme, width: width, height: 900);
                await visitor.Page.GotoAsync("/admin");
                await visitor.Page.WaitForTimeoutAsync(1500);
                await visitor.Page.ScreenshotAsync(new() { Path = Path.Combine(ScreenshotFactAttribute.Folder!, $"admin-{name}-{width}-{theme}.png"), FullPage = true });
            }
        }
    }
}
