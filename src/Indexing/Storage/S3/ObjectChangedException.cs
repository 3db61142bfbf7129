namespace Photoseek.Indexing.Storage.S3;

/// <summary>The object is not the one that was listed any more.</summary>
internal sealed class ObjectChangedException() : IOException("The object has changed since it was listed.");
