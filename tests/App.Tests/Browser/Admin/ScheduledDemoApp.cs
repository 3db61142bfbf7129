namespace Photoseek.App.Tests.Browser.Admin;

/// <summary>The demo pictures, and two sources with schedules beside them.</summary>
public sealed class ScheduledDemoApp : DemoApp
{
    protected override IReadOnlyDictionary<string, string> Settings => new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["Sources__0__Name"] = "Holiday",
        ["Sources__0__Type"] = "Folder",
        ["Sources__0__Folder"] = Path.Combine(Scratch, "holiday"),
        ["Sources__0__Schedule"] = "0 3 * * *",
        ["Sources__1__Name"] = "A bucket with a rather long name",
        ["Sources__1__Type"] = "Folder",
        ["Sources__1__Folder"] = Path.Combine(Scratch, "bucket"),
    };
}
