using System.ComponentModel.DataAnnotations;

namespace Photoseek.App.Hosting;

/// <summary>How the server ends when it is told to (section <c>Shutdown</c>).</summary>
public sealed class ShutdownOptions
{
    /// <summary>
    /// How long it goes on taking requests while <c>/health/ready</c> says that it stops: longer than a proxy takes to ask
    /// twice, where there is one that knows another instance. Nobody else gains anything by it.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:05:00")]
    public TimeSpan Announce { get; set; }

    /// <summary>How long what was accepted may take to end once nothing more is taken; then it is cut off.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan Deadline { get; set; } = TimeSpan.FromSeconds(30);
}
