namespace Photoseek.Embedding.Native;

/// <summary>The kinds of objects that ONNX Runtime gives out; the numbers are the places of their release functions.</summary>
internal enum OrtKind
{
    Env = 92,
    Status = 93,
    MemoryInfo = 94,
    Session = 95,
    Value = 96,
    TypeInfo = 98,
    TensorShape = 99,
    SessionOptions = 100,
}
