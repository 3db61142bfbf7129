using Photoseek.Search.Ranking;
using Photoseek.Testing;

namespace Photoseek.Search.Tests.Codes;

/// <summary>When the keeper of codes begins.</summary>
public sealed class CodeStartTests : IAsyncLifetime
{
    private const int Dimension = 64;
    private readonly TestPostgres _postgres = new();

    public async Task InitializeAsync()
    {
        await _postgres.InitializeAsync();
        var generation = await SampleLibrary.ServeAsync(_postgres, SampleLibrary.Model(Dimension));
        await SampleLibrary.AddAsync(_postgres, generation, new ClusteredVectors(seed: 5, Dimension, clusters: 20).Take(2 * ScanChoice.FewRows));
    }

    public Task DisposeAsync() => _postgres.DisposeAsync();

    [PostgresFact]
    public async Task Loading_waits_until_all_of_the_host_has_begun()
    {
        await using var codes = new KeptCodes(_postgres.DataSource);
        await codes.StartAsync();
        await Task.Delay(500);
        Assert.Null(codes.Library.Current);

        await codes.StartedAsync();

        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (codes.Library.Current is null)
        {
            await Task.Delay(20, deadline.Token);
        }
    }
}
