using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Npgsql;
using Photoseek.Search.Codes;

namespace Photoseek.Search.Tests.Codes;

/// <summary>Codes and their keeper over a database, as a server has them; the test says when the keeper looks, or lets it run.</summary>
internal sealed class KeptCodes : IAsyncDisposable
{
    private readonly CodeKeeper _keeper;

    public KeptCodes(NpgsqlDataSource database, SearchOptions? options = null)
    {
        var set = options ?? new SearchOptions { CopyLikeness = 0 };
        _keeper = new CodeKeeper(database, Library, Options.Create(set), TimeProvider.System, NullLogger<CodeKeeper>.Instance);
        Search = new TestSearch(database, set, Library);
    }

    public CodeLibrary Library { get; } = new();

    public TestSearch Search { get; }

    public CodeIndex Index => Library.Current ?? throw new InvalidOperationException("There are no codes.");

    public Task StepAsync() => _keeper.StepAsync(CancellationToken.None);

    /// <summary>As a host begins its services; <see cref="StartedAsync"/> is when all have begun.</summary>
    public Task StartAsync() => _keeper.StartAsync(CancellationToken.None);

    public Task StartedAsync() => _keeper.StartedAsync(CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        await _keeper.StopAsync(CancellationToken.None);
        _keeper.Dispose();
        Library.Dispose();
    }
}
