using System.Reflection;

namespace Photoseek.App.Hosting;

/// <summary>Which Photoseek this is.</summary>
internal static class AppVersion
{
    /// <summary>Number and commit, as in "1.0.0+6df70d7".</summary>
    public static string Text { get; } = typeof(AppVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "";
}
