using System.Buffers.Text;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Photoseek.Embedding.Models;
using Photoseek.Search.Ranking;

namespace Photoseek.Search.Queries;

/// <summary>
/// What pictures that were sent look like, as text that fits into an address: so that further pages, and other servers, need
/// neither the pictures nor a memory of them.
/// </summary>
internal static class QueryLook
{
    private const int ModelBytes = 4;

    /// <summary>The sum of the pictures' vectors, in numbers of half precision.</summary>
    public static string Write(ModelIdentity model, WeightedVector look)
    {
        var numbers = Array.ConvertAll(look.Values, x => (Half)(x * look.Weight));
        return Base64Url.EncodeToString([.. ModelMark(model), .. MemoryMarshal.AsBytes<Half>(numbers)]);
    }

    /// <exception cref="InvalidSearchException">It is none of this model's; field <c>look</c>.</exception>
    public static WeightedVector Read(ModelIdentity model, string look)
    {
        if (!Base64Url.IsValid(look, out var length) || length != ModelBytes + (model.Dimension * sizeof(ushort)))
        {
            throw Refused();
        }

        ReadOnlySpan<byte> bytes = Base64Url.DecodeFromChars(look);
        var numbers = new float[model.Dimension];
        TensorPrimitives.ConvertToSingle(MemoryMarshal.Cast<byte, Half>(bytes[ModelBytes..]), numbers);
        var size = TensorPrimitives.Norm<float>(numbers);
        if (!bytes[..ModelBytes].SequenceEqual(ModelMark(model)) || !float.IsFinite(size) || size < 1e-3)
        {
            throw Refused();
        }

        return new WeightedVector(Array.ConvertAll(numbers, x => x / size), size);
    }

    private static byte[] ModelMark(ModelIdentity model) => Convert.FromHexString(model.Sha256[..(2 * ModelBytes)]);

    private static InvalidSearchException Refused() => new("look", "This picture was read by another model, or its address was cut short: choose the picture again.");
}
