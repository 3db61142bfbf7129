namespace Photoseek.App.Versions;

/// <summary>What is known against some versions of a part.</summary>
/// <param name="Part">As the table calls it.</param>
/// <param name="Concerns">Whether a version is among them, today.</param>
/// <param name="Reason">What is wrong with it.</param>
/// <param name="Advice">What to do.</param>
/// <param name="Source">Who says so.</param>
internal sealed record KnownConcern(string Part, Func<Version, DateOnly, bool> Concerns, string Reason, string Advice, string Source)
{
    public override string ToString() => $"{Reason} ({Source}). {Advice}";
}
