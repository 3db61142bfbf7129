using System.Net;

namespace Photoseek.App.Hosting;

/// <summary>Who can reach the app. As long as nobody has a password, that is this machine alone.</summary>
internal static class Binding
{
    /// <param name="settings">What is to be served where.</param>
    /// <param name="hasPassword">Whether anybody has to sign in.</param>
    /// <exception cref="InvalidOperationException">The app would be open to other machines.</exception>
    public static void Check(AppSettings settings, bool hasPassword)
    {
        var remote = settings.Urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).FirstOrDefault(url => !IsLoopback(url));
        if (remote is not null && !hasPassword)
        {
            throw new InvalidOperationException(
                $"{remote} can be reached by other machines, and nobody has a password yet. Set one with \"photoseek users set-password admin\" "
                + "or Access__AdminPassword, or serve 127.0.0.1 and set it there on /setup.");
        }
    }

    internal static bool IsLoopback(string url)
    {
        var host = BindingAddress.Parse(url).Host;
        return host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
    }
}
