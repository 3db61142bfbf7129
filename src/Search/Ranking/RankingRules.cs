namespace Photoseek.Search.Ranking;

/// <summary>What is left out of a ranking, and how its parts count.</summary>
internal sealed record RankingRules
{
    /// <summary>Images that were asked with.</summary>
    public IReadOnlySet<long> Without { get; init; } = new HashSet<long>();

    /// <summary>The lowest cosine that is shown; 0 for any.</summary>
    public double Threshold { get; init; }

    /// <summary>As <see cref="RelevanceCut"/> has it; 0 for none.</summary>
    public double Cutoff { get; init; }

    /// <summary>The mean cosine of the library with the query.</summary>
    public double Mean { get; init; }

    /// <summary>How much each ranking counts.</summary>
    public FusionWeights Weights { get; init; } = new(1, 1, 1);
}
