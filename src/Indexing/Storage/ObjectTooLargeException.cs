namespace Photoseek.Indexing.Storage;

/// <summary>A stream went on after the limit; what came was thrown away.</summary>
internal sealed class ObjectTooLargeException(long limit) : Exception($"More than {limit} bytes.");
