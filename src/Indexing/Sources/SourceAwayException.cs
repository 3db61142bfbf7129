namespace Photoseek.Indexing.Sources;

/// <summary>A whole source cannot be reached; it says nothing about the picture that was wanted from it.</summary>
internal sealed class SourceAwayException(string message) : IOException(message);
