using Xunit;

namespace Photoseek.Testing;

/// <summary>A test that needs PostgreSQL with pgvector: skipped where there is none, except on CI, where it fails.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PostgresFactAttribute : FactAttribute
{
    public PostgresFactAttribute() => Skip = PostgresAvailability.SkipReason;
}
