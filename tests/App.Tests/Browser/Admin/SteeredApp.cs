using Photoseek.App.Tests.Generations;

namespace Photoseek.App.Tests.Browser.Admin;

/// <summary>An app with two folders to look through, one of them by a schedule, and a model to install.</summary>
public sealed class SteeredApp : RunningApp
{
    internal HubModel Model { get; } = new();

    protected override IReadOnlyDictionary<string, string> Settings => new Dictionary<string, string>(Model.Settings, StringComparer.Ordinal)
    {
        ["Sources__0__Name"] = "Holiday",
        ["Sources__0__Type"] = "Folder",
        ["Sources__0__Folder"] = Folder("holiday"),
        ["Sources__0__Schedule"] = "0 3 * * *",
        ["Sources__1__Name"] = "Work",
        ["Sources__1__Type"] = "Folder",
        ["Sources__1__Folder"] = Folder("work"),
    };

    /// <summary>A source's folder.</summary>
    internal string Folder(string name) => Directory.CreateDirectory(Path.Combine(Scratch, name)).FullName;

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        await Model.DisposeAsync();
    }
}
