using Xunit;

namespace Photoseek.Testing;

/// <summary>A theory that needs PostgreSQL with pgvector: skipped where there is none, except on CI, where it fails.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PostgresTheoryAttribute : TheoryAttribute
{
    public PostgresTheoryAttribute() => Skip = PostgresAvailability.SkipReason;
}
