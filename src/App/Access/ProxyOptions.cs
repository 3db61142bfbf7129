using System.ComponentModel.DataAnnotations;
using System.Net;

namespace Photoseek.App.Access;

/// <summary>Who may say on whose behalf they ask (section <c>Proxy</c>).</summary>
public sealed class ProxyOptions : IValidatableObject
{
    /// <summary>Addresses and networks of reverse proxies, separated by commas: <c>127.0.0.1, 172.16.0.0/12</c>. Empty: none is believed.</summary>
    public string Known { get; set; } = "";

    /// <summary><see cref="Known"/>, read.</summary>
    public IEnumerable<IPNetwork> Networks => Known.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(static text => TryRead(text)!.Value);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
        from text in Known.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
        where TryRead(text) is null
        select new ValidationResult($"Proxy__Known has \"{text}\", which is neither an address (127.0.0.1) nor a network (172.16.0.0/12).");

    private static IPNetwork? TryRead(string text) =>
        IPAddress.TryParse(text, out var address) ? new IPNetwork(address, address.GetAddressBytes().Length * 8)
        : IPNetwork.TryParse(text, out var network) ? network
        : null;
}
