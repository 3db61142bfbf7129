using System.ComponentModel.DataAnnotations;

namespace Photoseek.App.Access;

/// <summary>Who is let in, beside those in the database (section <c>Access</c>).</summary>
public sealed class AccessOptions
{
    /// <summary>The name that <see cref="AdminPassword"/> goes with.</summary>
    [Required, StringLength(People.LongestName, MinimumLength = 1)]
    public string AdminName { get; set; } = "admin";

    /// <summary>The first administrator's password, taken at the first start; once anybody is there it changes nothing.</summary>
    [StringLength(Passwords.Longest, MinimumLength = Passwords.Shortest)]
    public string? AdminPassword
    {
        get;
        set => field = string.IsNullOrEmpty(value) ? null : value;
    }

    /// <summary>Whether everybody may search and look, without signing in and without the originals.</summary>
    public bool PublicSearch { get; set; }

    /// <summary>How long a session lives without being used.</summary>
    [Range(typeof(TimeSpan), "00:05:00", "365.00:00:00")]
    public TimeSpan SessionAge { get; set; } = TimeSpan.FromDays(14);
}
