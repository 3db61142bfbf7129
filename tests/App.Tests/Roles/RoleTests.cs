using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Photoseek.App.Hosting;
using Photoseek.Indexing;
using Photoseek.Testing;

namespace Photoseek.App.Tests.Roles;

public sealed class RoleTests(TestPostgres database) : IClassFixture<TestPostgres>, IDisposable
{
    private static readonly string[] _serving = ["CodeKeeper", "ExplanationWriter"];
    private static readonly string[] _working = ["DuplicateFinder", "IndexingService", "JobClock", "QuartzHostedService", "SourceWatch", "TextService", "WorkerPresence"];

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [PostgresTheory]
    [InlineData("", true, true)]
    [InlineData("all", true, true)]
    [InlineData("Web", true, false)]
    [InlineData("worker", false, true)]
    public async Task Each_role_runs_what_it_is_for_and_nothing_else(string role, bool serves, bool works)
    {
        await using var app = await BuildAsync(role, "data");

        var running = app.Services.GetServices<IHostedService>().Select(static service => service.GetType().Name).ToHashSet(StringComparer.Ordinal);

        Assert.Equal(serves ? _serving : [], running.Intersect(_serving, StringComparer.Ordinal).Order(StringComparer.Ordinal));
        Assert.Equal(works ? _working : [], running.Intersect(_working, StringComparer.Ordinal).Order(StringComparer.Ordinal));
        Assert.Contains("ModelInstallation", running);
    }

    [PostgresFact]
    public async Task A_worker_that_does_not_see_the_uploads_is_refused_and_one_that_does_starts()
    {
        await using (var web = await BuildAsync("web", "here"))
        {
            using var picture = new MemoryStream(TestJpeg.CreateUnique());
            await web.Services.GetRequiredService<PictureIntake>().AcceptAsync(picture, new IncomingPicture("picture.jpg"), CancellationToken.None);
        }

        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => BuildAsync("worker", "elsewhere"));
        await using var worker = await BuildAsync("worker", "here");
        await using var other = await BuildAsync("web", "elsewhere");

        Assert.Contains("Storage__Provider=S3", refused.Message, StringComparison.Ordinal);
        Assert.Contains(_folder.Path("elsewhere"), refused.Message, StringComparison.Ordinal);
        Assert.Equal(UploadsPlace.Here, await worker.Services.GetRequiredService<UploadStore>().LookAsync(CancellationToken.None));
        Assert.Equal(UploadsPlace.Elsewhere, await other.Services.GetRequiredService<UploadStore>().LookAsync(CancellationToken.None));
    }

    [PostgresFact]
    public async Task Who_shares_a_library_does_not_take_away_the_model_that_others_serve()
    {
        var postgres = new TestPostgres();
        await postgres.InitializeAsync();
        try
        {
            await postgres.ExecuteAsync("""
                insert into model_generations (model, model_sha256, dimension, preprocessing_version, state) values ('large', repeat('0', 64), 8, 1, 'serving');
                select start_generation(id) from model_generations
                """);
            const string serving = "select model from model_generations where state = 'serving'";

            await using (await BuildAsync("web", "data", postgres, "ViT-B-32__laion2b-s34b-b79k"))
            {
                Assert.Equal("large", await postgres.ScalarAsync<string>(serving));
            }

            await using (var worker = await BuildAsync("worker", "data", postgres, "ViT-B-32__laion2b-s34b-b79k"))
            {
                await worker.StartAsync();
                await Eventually.TrueAsync(
                    async () => (await worker.Services.GetRequiredService<PictureLibrary>().StatusAsync(CancellationToken.None)).Workers == 1, TimeSpan.FromMinutes(1), "The worker does not show itself.");
                await using var another = await BuildAsync("all", "data", postgres, "ViT-B-32__laion2b-s34b-b79k");
                Assert.Equal("large", await postgres.ScalarAsync<string>(serving));
                await worker.StopAsync();
                Assert.Equal(0, (await another.Services.GetRequiredService<PictureLibrary>().StatusAsync(CancellationToken.None)).Workers);
            }

            await using (await BuildAsync("all", "data", postgres, "ViT-B-32__laion2b-s34b-b79k"))
            {
                Assert.Equal("demo-world", await postgres.ScalarAsync<string>(serving));
            }
        }
        finally
        {
            await postgres.DisposeAsync();
        }
    }

    private Task<Microsoft.AspNetCore.Builder.WebApplication> BuildAsync(string role, string data, TestPostgres? postgres = null, string model = "demo-world") => WebHost.BuildAsync(
        InProcess.SettingsIn(_folder).With(new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Role"] = role,
            ["Embedding:Model"] = model,
            ["Models:AutoInstall"] = "false",
            ["Storage:Folder"] = _folder.Path(data),
            ["Logging:LogLevel:Default"] = "None",
        }),
        (postgres ?? database).ConnectionString,
        models: null,
        CancellationToken.None);
}
