using Xunit;

namespace Photoseek.Testing.S3;

/// <summary>A test that needs S3 servers and PostgreSQL: skipped where one is missing, except on CI, where it fails.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class S3FactAttribute : FactAttribute
{
    public S3FactAttribute() => Skip = S3Availability.SkipReason;
}
