namespace Photoseek.App.Tests.Browser;

/// <summary>Run only when asked for.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ScreenshotFactAttribute : FactAttribute
{
    public ScreenshotFactAttribute() =>
        Skip = Folder is null ? "writes screenshots where PHOTOSEEK_SCREENSHOTS names a folder" : BrowserFactAttribute.SkipReason;

    internal static string? Folder { get; } = Environment.GetEnvironmentVariable("PHOTOSEEK_SCREENSHOTS") is { Length: > 0 } folder ? folder : null;
}
