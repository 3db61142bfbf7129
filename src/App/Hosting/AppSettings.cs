using System.Globalization;
using System.Net;

namespace Photoseek.App.Hosting;

/// <summary>
/// Where the app lives and what it was told: defaults that depend on folders, then appsettings.json, then the
/// environment. Every verb of the command line and the web host read the same.
/// </summary>
internal sealed class AppSettings
{
    private AppSettings(string home, string data, int port, IConfigurationRoot configuration)
    {
        Home = home;
        Data = data;
        Port = port;
        Configuration = configuration;
    }

    /// <summary>The folder that the app came in: models, demo pictures, appsettings.json.</summary>
    public string Home { get; }

    /// <summary>The folder that the app writes to.</summary>
    public string Data { get; }

    /// <summary>The port that is served on loopback when <c>Urls</c> is not set.</summary>
    public int Port { get; }

    public IConfigurationRoot Configuration { get; }

    /// <summary>The configured server; null for a private cluster in <see cref="Data"/>.</summary>
    public string? ConnectionString =>
        Configuration.GetConnectionString("Postgres") is { Length: > 0 } configured ? configured : null;

    /// <summary>What this instance does.</summary>
    /// <exception cref="InvalidOperationException">There is no such role.</exception>
    public InstanceRole Role => Configuration["Role"]?.Trim().ToUpperInvariant() switch
    {
        null or "" or "ALL" => InstanceRole.All,
        "WEB" => InstanceRole.Web,
        "WORKER" => InstanceRole.Worker,
        _ => throw new InvalidOperationException($"Role is \"{Configuration["Role"]}\"; it must be all, web or worker."),
    };

    /// <summary>What Kestrel listens on.</summary>
    public string Urls => Configuration["Urls"] ?? $"http://{IPAddress.Loopback}:{Port}";

    /// <exception cref="InvalidOperationException">A variable makes no sense; says which.</exception>
    public static AppSettings Load()
    {
        var home = Environment.GetEnvironmentVariable("PHOTOSEEK_HOME") is { Length: > 0 } given
            ? Path.GetFullPath(given)
            : AppContext.BaseDirectory;
        var data = Path.GetFullPath(Environment.GetEnvironmentVariable("PHOTOSEEK_DATA") is { Length: > 0 } folder
            ? folder
            : Path.Combine(home, "data"));

        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(FolderDefaults(home, data))
            .AddJsonFile(Path.Combine(home, "appsettings.json"), optional: true)
            .AddEnvironmentVariables()
            .Build();
        return new AppSettings(home, data, ParsePort(Environment.GetEnvironmentVariable("PHOTOSEEK_PORT")), configuration);
    }

    /// <summary>The same with some settings changed.</summary>
    public AppSettings With(IReadOnlyDictionary<string, string?> changes) =>
        new(Home, Data, Port, new ConfigurationBuilder().AddConfiguration(Configuration).AddInMemoryCollection(changes).Build());

    private static Dictionary<string, string?> FolderDefaults(string home, string data) => new(StringComparer.OrdinalIgnoreCase)
    {
        ["Embedding:ShippedModels"] = Path.Combine(home, "models"),
        ["Embedding:InstalledModels"] = Path.Combine(data, "models"),
        ["Storage:Folder"] = Path.Combine(data, "store"),
        ["Library:DemoFolder"] = Path.Combine(home, "demo", "photos"),
    };

    private static int ParsePort(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return 8080;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and <= 65_535
            ? port
            : throw new InvalidOperationException($"PHOTOSEEK_PORT is \"{text}\"; it must be a number from 1 to 65535.");
    }
}
