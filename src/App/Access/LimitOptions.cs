using System.ComponentModel.DataAnnotations;

namespace Photoseek.App.Access;

/// <summary>How often a key, a person or an address may ask within a minute (section <c>Limits</c>).</summary>
public sealed class LimitOptions
{
    private const int Most = 10_000_000;

    /// <summary>Everything together, thumbnails too.</summary>
    [Range(1, Most)]
    public int RequestsPerMinute { get; set; } = 6000;

    [Range(1, Most)]
    public int SearchesPerMinute { get; set; } = 600;

    [Range(1, Most)]
    public int UploadsPerMinute { get; set; } = 1200;

    [Range(1, Most)]
    public int EmbedsPerMinute { get; set; } = 600;

    /// <summary>Tries to sign in from one address.</summary>
    [Range(1, Most)]
    public int TriesPerMinute { get; set; } = 10;

    /// <summary>Tries to sign in with one name, from wherever: more than one address may use up, so that nobody shuts another one out alone.</summary>
    [Range(1, Most)]
    public int TriesPerName { get; set; } = 30;

    /// <summary>Connections at a time, of all together.</summary>
    [Range(1, 100_000)]
    public int Connections { get; set; } = 2000;
}
