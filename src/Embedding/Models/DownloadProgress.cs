namespace Photoseek.Embedding.Models;

/// <summary>How far an installation is, over all of its files.</summary>
/// <param name="File">The file under way.</param>
/// <param name="DoneBytes">Bytes here.</param>
/// <param name="TotalBytes">Bytes wanted.</param>
public sealed record DownloadProgress(string File, long DoneBytes, long TotalBytes);
