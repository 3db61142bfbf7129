using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Photoseek.App.Hosting;
using Photoseek.Embedding.Models;
using Photoseek.Testing;

namespace Photoseek.App.Tests.Hosting;

public sealed class EarlyModelTests(TestPostgres database) : IClassFixture<TestPostgres>, IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [PostgresFact]
    public async Task What_is_loaded_early_is_what_serves_and_is_not_loaded_again()
    {
        var settings = InProcess.SettingsIn(_folder);
        using var early = EarlyModel.Begin(settings, NullLoggerFactory.Instance);
        using var use = await early.Pool.UseAsync("demo-world", CancellationToken.None);

        await using var app = await WebHost.BuildAsync(settings, database.ConnectionString, early.Pool, CancellationToken.None);
        early.Dispose();
        using var serving = await app.Services.GetRequiredService<ModelPool>().FindAsync(use.Model.Identity, CancellationToken.None);

        Assert.Same(use.Model, serving!.Model);
    }

    [Fact]
    public async Task What_nobody_uses_is_unloaded_again()
    {
        var early = EarlyModel.Begin(InProcess.SettingsIn(_folder), NullLoggerFactory.Instance);
        await Eventually.TrueAsync(() => early.Pool.Loaded.Count == 1, TimeSpan.FromMinutes(1), "It is not loaded.");

        early.Dispose();

        await Eventually.TrueAsync(() => early.Pool.Loaded.Count == 0, TimeSpan.FromMinutes(1), "It stays.");
    }

    [Fact]
    public async Task What_is_wrong_with_it_is_for_those_to_say_who_need_it()
    {
        var settings = InProcess.SettingsIn(_folder).With(new Dictionary<string, string?>(StringComparer.Ordinal) { ["Embedding:Model"] = "nowhere" });

        using var early = EarlyModel.Begin(settings, NullLoggerFactory.Instance);

        var error = await Assert.ThrowsAsync<InvalidDataException>(() => early.Pool.UseAsync("nowhere", CancellationToken.None));
        Assert.Contains("nowhere", error.Message, StringComparison.Ordinal);
    }
}
