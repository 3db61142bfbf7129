namespace Photoseek.Search.Explanations;

/// <summary>How an explanation stands.</summary>
public enum ExplanationState
{
    /// <summary>It is asked for.</summary>
    Pending,

    /// <summary>It is there.</summary>
    Ready,

    /// <summary>There will be none; the next search with the same results asks anew.</summary>
    Failed,
}
