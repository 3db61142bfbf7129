namespace Photoseek.Embedding.Onnx;

/// <summary>The caller's memory as a graph's input or output; it must be pinned or native for as long as the run takes.</summary>
/// <param name="Port">What it is fed to, or taken from.</param>
/// <param name="Data">Address of the first element.</param>
/// <param name="Shape">All sides, none open.</param>
internal readonly record struct OnnxTensor(OnnxPort Port, nint Data, long[] Shape)
{
    /// <summary>Bytes from <see cref="Data"/> on.</summary>
    public nuint Bytes
    {
        get
        {
            nuint bytes = Port.Element == OnnxElement.Int64 ? 8u : 4u;
            foreach (var side in Shape)
            {
                bytes = checked(bytes * (nuint)side);
            }

            return bytes;
        }
    }
}
