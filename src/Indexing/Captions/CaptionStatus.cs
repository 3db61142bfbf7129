namespace Photoseek.Indexing.Captions;

/// <summary>How far describing pictures is.</summary>
/// <param name="Model">What describes them; null: captions are switched off, or Ollama was never there.</param>
/// <param name="Made">Pictures with a caption that a model wrote.</param>
/// <param name="Waiting">Pictures that wait for one.</param>
/// <param name="Failed">Pictures that were given up.</param>
/// <param name="Reason">What a waiting one waits for, or why one was given up.</param>
public sealed record CaptionStatus(string? Model, long Made, long Waiting, long Failed, string? Reason);
