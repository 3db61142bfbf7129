using System.Runtime.InteropServices;
using Photoseek.Embedding.Native;

namespace Photoseek.Embedding.Onnx;

/// <summary>An operator that changes nothing: a place within a run where indexing gives way (<see cref="RightOfWay"/>).</summary>
internal static unsafe class PauseOperator
{
    /// <summary>Its name in a graph.</summary>
    public const string Name = "Pause";

    /// <summary>The operator as the runtime wants it.</summary>
    public static OperatorDescription* Describe() => OperatorDescription.Of(Name, &Create, &Destroy, &Compute);

    [UnmanagedCallersOnly]
    private static nint Create(OperatorDescription* self, nint api, nint info, nint* kernel) => 0;

    [UnmanagedCallersOnly]
    private static void Destroy(nint kernel)
    {
    }

    [UnmanagedCallersOnly]
    private static nint Compute(nint kernel, nint context)
    {
        try
        {
            RightOfWay.GiveWay();
            var input = OrtApi.InputOf(context, 0);
            var shape = OrtApi.ShapeOfValue(input);
            var bytes = shape.Aggregate((long)sizeof(float), static (all, side) => checked(all * side));
            Buffer.MemoryCopy(OrtApi.NumbersOf(input), OrtApi.NumbersOf(OrtApi.OutputOf(context, 0, shape)), bytes, bytes);
            return 0;
        }
        catch (OnnxException e)
        {
            return OrtApi.Failure(e.Message);
        }
    }
}
