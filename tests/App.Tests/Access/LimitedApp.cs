namespace Photoseek.App.Tests.Access;

/// <summary>An app that everybody may search, three times a minute.</summary>
public sealed class LimitedApp : AccessApp
{
    protected override IReadOnlyDictionary<string, string?> Settings { get; } = new Dictionary<string, string?>(StringComparer.Ordinal)
    {
        ["Access:PublicSearch"] = "true",
        ["Limits:SearchesPerMinute"] = "3",
        ["Limits:UploadsPerMinute"] = "3",
        ["Limits:EmbedsPerMinute"] = "3",
        ["Limits:TriesPerMinute"] = "6",
        ["Limits:TriesPerName"] = "4",
        ["Proxy:Known"] = "127.0.0.1, 10.0.0.0/8",
        ["AllowedHosts"] = "*",
    };
}
