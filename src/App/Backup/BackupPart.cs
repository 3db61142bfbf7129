namespace Photoseek.App.Backup;

/// <summary>What one part of a backup holds.</summary>
/// <param name="Name"><c>database</c>, <c>keys</c> or <c>originals</c>.</param>
/// <param name="Files">How many files.</param>
/// <param name="Bytes">Their bytes together.</param>
/// <param name="Sha256">In lower-case hex: of what <c>sha256sum</c> prints of the files, in their order.</param>
internal sealed record BackupPart(string Name, long Files, long Bytes, string Sha256);
