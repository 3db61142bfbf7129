using Xunit;

namespace Photoseek.Testing.S3;

/// <summary>A theory that needs S3 servers and PostgreSQL: skipped where one is missing, except on CI, where it fails.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class S3TheoryAttribute : TheoryAttribute
{
    public S3TheoryAttribute() => Skip = S3Availability.SkipReason;
}
