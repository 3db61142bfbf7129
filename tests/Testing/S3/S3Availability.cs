namespace Photoseek.Testing.S3;

/// <summary>Why tests that need S3 servers are skipped.</summary>
internal static class S3Availability
{
    private static readonly string? Missing = SwiftServer.Missing ?? S3rverServer.Missing ?? PostgresAvailability.Missing;

    public static string? SkipReason => string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase) ? null : Missing;
}
