namespace Photoseek.Embedding.Native;

/// <summary>libvips refused; the message is its own, and not fit for users.</summary>
internal sealed class VipsException(string message) : Exception(message);
