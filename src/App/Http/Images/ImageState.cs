namespace Photoseek.App.Http.Images;

/// <summary>How far an image is.</summary>
/// <param name="Id">Of the image.</param>
/// <param name="State"><c>pending</c>, <c>indexed</c> or <c>failed</c>.</param>
/// <param name="Reason">Why it failed.</param>
internal sealed record ImageState(long Id, string State, string? Reason);
