namespace Photoseek.App.Versions;

/// <summary>What runs here, for people: in the log, on the admin page, on the command line.</summary>
internal static class VersionsModule
{
    /// <summary>Adds <see cref="VersionTable"/>, and in a host says once what is in it.</summary>
    public static IServiceCollection AddVersions(this IServiceCollection services) => services.AddSingleton<VersionTable>().AddHostedService<VersionLog>();
}
