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
        _app = await WebHost.BuildAsync(InProcess.SettingsIn(_data), _database.ConnectionString, models: null, CancellationToken.None);
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
