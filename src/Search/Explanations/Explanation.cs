namespace Photoseek.Search.Explanations;

/// <summary>Why a language model thinks that pictures were found.</summary>
/// <param name="Id">To ask for it by: of the query, the pictures and the model.</param>
/// <param name="State">How it stands.</param>
/// <param name="Text">What the model says; null unless ready. Plain text, whatever it looks like.</param>
/// <param name="Reason">Why there is none, for people; null unless failed.</param>
public sealed record Explanation(string Id, ExplanationState State, string? Text = null, string? Reason = null);
