namespace Photoseek.Embedding.Onnx;

/// <summary>ONNX Runtime refused a model or failed in a run; the message is its own.</summary>
public sealed class OnnxException(string message) : Exception(message);
