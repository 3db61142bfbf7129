namespace Photoseek.Indexing.Storage;

/// <summary>The bytes that were taken in are not there any more; trying again does not bring them back.</summary>
internal sealed class OriginalLostException(string message) : Exception(message);
