using Xunit;

namespace Photoseek.Testing;

/// <summary>A test that reads <see cref="Shared"/> and is skipped where that is absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SharedFactAttribute : FactAttribute
{
    public SharedFactAttribute() => Skip = Shared.SkipReason;
}
