namespace Photoseek.Search;

/// <summary>Where the time of a search went. Stages that overlap are counted once: what was not waited for is not in here.</summary>
public sealed record SearchTimings
{
    /// <summary>From text to tokens; a part of <see cref="Encode"/> where the model does not tell.</summary>
    public TimeSpan Tokenise { get; init; }

    /// <summary>From tokens, or a picture's bytes, to a vector, waiting for a free core included.</summary>
    public TimeSpan Encode { get; init; }

    /// <summary>Comparing with the codes in memory; nothing where Postgres did it.</summary>
    public TimeSpan Scan { get; init; }

    /// <summary>In Postgres for what is near: the state of the library (what the encoding did not hide), distances, counts.</summary>
    public TimeSpan Sql { get; init; }

    /// <summary>In Postgres for what is shown of the results.</summary>
    public TimeSpan Fetch { get; init; }

    /// <summary>From request to results.</summary>
    public TimeSpan Total { get; init; }
}
