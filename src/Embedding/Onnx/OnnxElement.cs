namespace Photoseek.Embedding.Onnx;

/// <summary>The element types that towers use, numbered as in ONNX.</summary>
internal enum OnnxElement
{
    Other = 0,
    Float32 = 1,
    Int32 = 6,
    Int64 = 7,
}
