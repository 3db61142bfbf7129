using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Photoseek.Embedding.Native;

namespace Photoseek.Embedding.Products;

/// <summary>
/// A constant matrix in 16 bits a number, with a scale for each column: half the bytes of float32, and at most a 65,000th of its column's
/// largest number off. A few rows are multiplied with it about as fast as it is read.
/// </summary>
internal sealed unsafe class Int16Matrix
{
    private readonly Int16KernelKind _kind;
    private readonly LargeMemory _memory;
    private readonly short* _numbers;
    private readonly float[] _scales;
    private readonly float[] _bias;

    /// <summary>Rounds a matrix.</summary>
    /// <param name="weights">Row by row.</param>
    /// <param name="depth">Its rows.</param>
    /// <param name="bias">Added to each row of a product, one number for each column; empty for nothing.</param>
    /// <param name="memory">Where its numbers will lie.</param>
    /// <param name="at">From which byte on; they take <see cref="BytesOf"/>.</param>
    /// <param name="kind">How to multiply; <see cref="Int16Kernel.Best"/> but in tests.</param>
    public Int16Matrix(ReadOnlySpan<float> weights, int depth, ReadOnlySpan<float> bias, LargeMemory memory, int at, Int16KernelKind kind)
    {
        Depth = depth;
        Columns = weights.Length / depth;
        _kind = kind;
        _memory = memory;
        _scales = GC.AllocateUninitializedArray<float>(Columns, pinned: true);
        _bias = GC.AllocateArray<float>(Columns, pinned: true);
        bias.CopyTo(_bias);
        var numbers = MemoryMarshal.Cast<byte, short>(memory.Slice(at, (int)BytesOf(depth, Columns)));
        _numbers = (short*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(numbers));
        Fill(weights, numbers);
    }

    /// <summary>Rows: how many numbers a row that it is multiplied with has.</summary>
    public int Depth { get; }

    /// <summary>Columns: how many numbers a row of the result has.</summary>
    public int Columns { get; }

    /// <summary>Parts of the columns that can be calculated side by side.</summary>
    public int Panels => Columns / Int16Kernel.PanelColumns;

    /// <summary>Whether a matrix can be kept like this.</summary>
    public static bool Fits(long depth, long columns) =>
        columns % Int16Kernel.PanelColumns == 0 && BytesOf(depth, columns) is > 0 and <= int.MaxValue;

    /// <summary>How much memory it takes.</summary>
    public static long BytesOf(long depth, long columns) => depth * columns * sizeof(short);

    /// <summary>How many numbers <see cref="Arrange"/> writes.</summary>
    public int ArrangedLength(int rows)
    {
        var block = Int16Kernel.BlockOf(_kind, rows);
        return checked((rows + block - 1) / block * block * Depth);
    }

    /// <summary>Puts rows into the order in which they are multiplied: in blocks, and there number by number.</summary>
    public void Arrange(float* left, int rows, float* arranged)
    {
        var block = Int16Kernel.BlockOf(_kind, rows);
        var from = stackalloc float*[Int16Kernel.MostRows];
        for (var first = 0; first < rows; first += block)
        {
            var places = Int16Kernel.PlacesOf(_kind, Math.Min(block, rows - first));
            for (var i = 0; i < places; i++)
            {
                // Where there are no more rows the last is calculated again, and not kept.
                from[i] = left + ((nint)Math.Min(first + i, rows - 1) * Depth);
            }

            for (var k = 0; k < Depth; k++)
            {
                for (var i = 0; i < places; i++)
                {
                    *arranged++ = from[i][k];
                }
            }
        }
    }

    /// <summary>Multiplies arranged rows with the columns of one panel.</summary>
    public void Multiply(float* arranged, int rows, int panel, float* result)
    {
        var column = panel * Int16Kernel.PanelColumns;
        var numbers = _numbers + ((nint)column * Depth);
        var block = Int16Kernel.BlockOf(_kind, rows);
        var scales = Address(_scales) + column;
        var bias = Address(_bias) + column;
        for (var first = 0; first < rows; first += block)
        {
            var to = result + ((nint)first * Columns) + column;
            Int16Kernel.Multiply(_kind, arranged + ((nint)first * Depth), numbers, Depth, Math.Min(block, rows - first), scales, bias, to, Columns);
        }

        GC.KeepAlive(_memory);
    }

    private static float* Address(float[] pinned) => (float*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(pinned));

    private void Fill(ReadOnlySpan<float> weights, Span<short> numbers)
    {
        var row = new float[Columns];
        var most = new float[Columns];
        for (var k = 0; k < Depth; k++)
        {
            TensorPrimitives.MaxMagnitude(weights.Slice(k * Columns, Columns), most, most);
        }

        TensorPrimitives.Abs(most, most);
        TensorPrimitives.Divide(most, short.MaxValue, _scales);

        // A column of zeros stays one, whatever its scale.
        _scales.AsSpan().Replace(0, 1);
        for (var k = 0; k < Depth; k++)
        {
            TensorPrimitives.Divide(weights.Slice(k * Columns, Columns), _scales, row);
            TensorPrimitives.Round(row, row);
            for (var panel = 0; panel < Panels; panel++)
            {
                TensorPrimitives.ConvertSaturating<float, short>(
                    row.AsSpan(panel * Int16Kernel.PanelColumns, Int16Kernel.PanelColumns),
                    numbers.Slice(((panel * Depth) + k) * Int16Kernel.PanelColumns, Int16Kernel.PanelColumns));
            }
        }
    }
}
