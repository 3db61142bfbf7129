using Photoseek.App.Versions;

namespace Photoseek.App.Tests.Versions;

public sealed class KnownConcernTests
{
    private static readonly DateOnly _today = new(2026, 11, 21);

    [Theory]
    [InlineData("pgvector", "0.7.4", "iterative scans", "CVE-2026-3172")]
    [InlineData("pgvector", "0.8.0", "CVE-2026-3172")]
    [InlineData("pgvector", "0.8.3", "index damage under vacuum")]
    [InlineData("PostgreSQL", "14.20", "12 November 2026")]
    [InlineData("PostgreSQL", "15.9", "CVE-2025-8714")]
    [InlineData("PostgreSQL", "17.5", "CVE-2025-8714")]
    [InlineData("libvips", "8.14.1", "CVE-2026-66066")]
    public void Versions_with_known_defects_are_warned_of_with_what_to_do(string part, string version, params string[] defects)
    {
        var warnings = KnownConcerns.Of(part, version, _today);

        Assert.Equal(defects.Length, warnings.Count);
        Assert.All(warnings.Zip(defects), static pair => Assert.Contains(pair.Second, pair.First, StringComparison.Ordinal));
        Assert.All(warnings, warning => Assert.StartsWith($"{part} {version} ", warning, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("pgvector", "0.8.4")]
    [InlineData("pgvector", "0.9.0")]
    [InlineData("PostgreSQL", "15.14")]
    [InlineData("PostgreSQL", "17.6")]
    [InlineData("PostgreSQL", "18.0")]
    [InlineData("libvips", "8.18.7")]
    [InlineData(".NET", "10.0.2")]
    [InlineData("PostgreSQL", "nobody knows")]
    [InlineData("pgvector", null)]
    [InlineData("Photoseek", "0.0.1")]
    public void Versions_that_nothing_is_known_against_are_not_warned_of(string part, string? version) => Assert.Empty(KnownConcerns.Of(part, version, _today));

    [Theory]
    [InlineData("PostgreSQL", "15.20", 2027, 11, 11)]
    [InlineData("PostgreSQL", "16.14", 2028, 11, 9)]
    [InlineData("PostgreSQL", "17.9", 2029, 11, 8)]
    [InlineData(".NET", "10.0.9", 2028, 11, 14)]
    public void What_runs_out_of_support_is_warned_of_from_the_day_after(string part, string version, int year, int month, int day)
    {
        var last = new DateOnly(year, month, day);

        Assert.Empty(KnownConcerns.Of(part, version, last));
        Assert.Single(KnownConcerns.Of(part, version, last.AddDays(1)));
    }

    [Fact]
    public void Each_says_why_what_to_do_and_who_says_so() => Assert.All(KnownConcerns.All, static known =>
    {
        Assert.NotEmpty(known.Reason);
        Assert.EndsWith(".", known.Advice, StringComparison.Ordinal);
        Assert.NotEmpty(known.Source);
    });
}
