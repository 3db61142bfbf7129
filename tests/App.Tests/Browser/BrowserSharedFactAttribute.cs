using Photoseek.Testing;

namespace Photoseek.App.Tests.Browser;

/// <summary>A browser test that reads <see cref="Shared"/> as well.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BrowserSharedFactAttribute : FactAttribute
{
    public BrowserSharedFactAttribute() => Skip = BrowserFactAttribute.SkipReason ?? new SharedFactAttribute().Skip;
}
