using Xunit;

namespace Photoseek.Testing;

/// <summary>A theory that reads <see cref="Shared"/> and is skipped where that is absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SharedTheoryAttribute : TheoryAttribute
{
    public SharedTheoryAttribute() => Skip = Shared.SkipReason;
}
