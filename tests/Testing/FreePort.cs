using System.Net;
using System.Net.Sockets;

namespace Photoseek.Testing;

/// <summary>Loopback ports that nobody listens on.</summary>
public static class FreePort
{
    /// <summary>A port that was free a moment ago. Prefer port 0 where the listener can say what it got.</summary>
    public static int Next()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
