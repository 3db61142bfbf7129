using Photoseek.Testing;

namespace Photoseek.App.Tests.Browser;

/// <summary>A test in Debian's chromium against the served app: skipped where chromium or PostgreSQL is absent, except on CI, where it fails.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BrowserFactAttribute : FactAttribute
{
    public BrowserFactAttribute() => Skip = SkipReason;

    /// <summary>Why there is no browser to test with, or null.</summary>
    internal static string? SkipReason { get; } = new PostgresFactAttribute().Skip ?? (
        File.Exists(RunningApp.Chromium) || string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase)
            ? null
            : $"needs {RunningApp.Chromium}: apt-get install chromium");
}
