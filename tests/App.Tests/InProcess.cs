using Photoseek.App.Hosting;
using Photoseek.Testing;

namespace Photoseek.App.Tests;

/// <summary>How the app is set up that runs in the tests' own process.</summary>
internal static class InProcess
{
    /// <summary>An empty library on any free port, with all it writes in a folder.</summary>
    public static AppSettings SettingsIn(TempFolder data) => AppSettings.Load().With(new Dictionary<string, string?>(StringComparer.Ordinal)
    {
        ["Embedding:ShippedModels"] = Repository.Path("models"),
        ["Embedding:InstalledModels"] = data.Path("models"),
        ["Storage:Folder"] = data.Path("store"),
        ["Library:Demo"] = "false",
        ["Ollama:Enabled"] = "false",
        ["Urls"] = "http://127.0.0.1:0",
    });
}
