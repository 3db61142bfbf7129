using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Photoseek.App.Hosting;
using Photoseek.Testing;

namespace Photoseek.App.Tests.Http.OpenApi;

/// <summary>The app in this process, over an empty library: so that what it has mapped can be counted.</summary>
public sealed class HostedApp : IAsyncLifetime
{
    private readonly TestPostgres _database = new();
    private readonly TempFolder _data = new();
    private WebApplication? _app;

    internal HttpClient Http { get; } = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false });

    internal IReadOnlyList<RouteEndpoint> Endpoints => [.. ((IEndpointRouteBuilder)_app!).DataSources.SelectMany(static source => source.Endpoints).OfType<RouteEndpoint>()];

    public async Task InitializeAsync()
    {
        if (new PostgresFactAttribute().Skip is not null)
        {
            return;
        }

        await _database.InitializeAsync();
        var settings = AppSettings.Load().With(new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Embedding:ShippedModels"] = Repository.Path("models"),
            ["Embedding:InstalledModels"] = _data.Path("models"),
            ["Storage:Folder"] = _data.Path("store"),
            ["Library:Demo"] = "false",
            ["Ollama:Enabled"] = "false",
            ["Urls"] = "http://127.0.0.1:0",
        });
        _app = await WebHost.BuildAsync(settings, _database.ConnectionString, CancellationToken.None);
        await _app.StartAsync();
        Http.BaseAddress = new Uri(_app.Urls.Single());
    }

    public async Task DisposeAsync()
    {
        if (_app is not null)
        {
            await _app.StopAsync();
            await _app.DisposeAsync();
        }

        Http.Dispose();
        await _database.DisposeAsync();
        _data.Dispose();
    }
}
