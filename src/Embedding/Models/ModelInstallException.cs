namespace Photoseek.Embedding.Models;

/// <summary>A bundle could not be installed; the message says why and what to do.</summary>
public sealed class ModelInstallException(string message, Exception? inner = null) : Exception(message, inner);
