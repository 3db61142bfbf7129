using System.Net;
using System.Net.Sockets;
using System.Security.Claims;
using Microsoft.Extensions.Primitives;

namespace Photoseek.App.Access;

/// <summary>Who asks, and what they may.</summary>
internal static class Caller
{
    private const string RightClaim = "right";
    private const string StampClaim = "stamp";

    // Any of them says that somebody stands between, whom nobody has said to be known.
    private static readonly string[] Forwarding = ["Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP"];

    /// <summary>The machine's own user, while nobody has a password.</summary>
    public static ClaimsPrincipal Owner() => Of(Schemes.Owner, "owner", "owner", Rights.Of(Role.Administrator));

    public static ClaimsPrincipal Of(Person person)
    {
        var principal = Of(Schemes.Cookie, $"person:{person.Id}", person.Name, Rights.Of(person.Role));
        ((ClaimsIdentity)principal.Identity!).AddClaim(new Claim(StampClaim, person.Stamp.ToString("N")));
        return principal;
    }

    public static ClaimsPrincipal Of(AccessKey key) => Of(Schemes.Key, $"key:{key.Id}", key.Name, key.Scopes);

    /// <summary>What nobody in particular may.</summary>
    public static ClaimsIdentity Anybody() => new([new Claim(RightClaim, Rights.Search)]);

    public static bool May(this ClaimsPrincipal user, string right) => user.HasClaim(RightClaim, right);

    public static bool IsPerson(this ClaimsPrincipal user) => user.Identity is { AuthenticationType: Schemes.Cookie };

    public static bool IsOwner(this ClaimsPrincipal user) => user.Identity is { AuthenticationType: Schemes.Owner };

    /// <summary>Whose session it is; null for what is not one.</summary>
    public static int? PersonId(this ClaimsPrincipal user) =>
        user.FindFirstValue(ClaimTypes.NameIdentifier) is { } id && id.StartsWith("person:", StringComparison.Ordinal) && int.TryParse(id["person:".Length..], out var number) ? number : null;

    /// <summary>Whether the session was begun with the password of today.</summary>
    public static bool HasStamp(this ClaimsPrincipal user, Guid stamp) => user.FindFirstValue(StampClaim) == stamp.ToString("N");

    /// <summary>Whom limits count against: a key, a person, or else an address.</summary>
    public static string Subject(this HttpContext context) =>
        context.User.Identity is { IsAuthenticated: true } ? context.User.FindFirstValue(ClaimTypes.NameIdentifier)! : AddressOf(context);

    /// <summary>Where it comes from. Whoever has one address of IPv6 has a whole network of them.</summary>
    public static string AddressOf(HttpContext context)
    {
        var address = context.Connection.RemoteIpAddress;
        if (address is null)
        {
            return "unknown";
        }

        if (address.IsIPv4MappedToIPv6)
        {
            address = address.MapToIPv4();
        }

        return address.AddressFamily == AddressFamily.InterNetworkV6 ? new IPNetwork(Masked(address), 64).ToString() : address.ToString();
    }

    /// <summary>Whether it was asked on this machine itself, with nobody in between.</summary>
    public static bool IsFromThisMachine(this HttpContext context) =>
        context.Connection.RemoteIpAddress is { } address && IPAddress.IsLoopback(address)
        && Array.TrueForAll(Forwarding, header => StringValues.IsNullOrEmpty(context.Request.Headers[header]));

    public static bool IsSafe(string method) => HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method);

    private static IPAddress Masked(IPAddress address)
    {
        var bytes = address.GetAddressBytes();
        bytes.AsSpan(8).Clear();
        return new IPAddress(bytes);
    }

    private static ClaimsPrincipal Of(string scheme, string id, string name, IEnumerable<string> rights) => new(new ClaimsIdentity(
        [new Claim(ClaimTypes.NameIdentifier, id), new Claim(ClaimTypes.Name, name), .. rights.Select(static right => new Claim(RightClaim, right))], scheme));
}
