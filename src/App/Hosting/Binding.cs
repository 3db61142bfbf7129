using System.Net;

namespace Photoseek.App.Hosting;

/// <summary>Who may reach the app. There is no login yet, so anything but loopback has to be asked for in so many words.</summary>
internal static class Binding
{
    /// <exception cref="InvalidOperationException">The app would be open to other machines.</exception>
    public static void Check(AppSettings settings)
    {
        var remote = settings.Urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).FirstOrDefault(url => !IsLoopback(url));
        if (remote is not null && !settings.Configuration.GetValue("Http:AllowRemote", defaultValue: false))
        {
            throw new InvalidOperationException(
                $"{remote} can be reached by other machines, and there is no login yet. Serve 127.0.0.1 behind a reverse proxy that asks "
                + "for one, or set Http__AllowRemote=true where everybody on the network may see and add pictures.");
        }
    }

    internal static bool IsLoopback(string url)
    {
        var host = BindingAddress.Parse(url).Host;
        return host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
    }
}
