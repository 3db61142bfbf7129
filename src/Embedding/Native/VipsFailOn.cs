namespace Photoseek.Embedding.Native;

/// <summary>VipsFailOn: the least trouble in a file that stops a loader.</summary>
internal enum VipsFailOn
{
    None = 0,
    Truncated = 1,
    Error = 2,
    Warning = 3,
}
