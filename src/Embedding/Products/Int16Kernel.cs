using System.Runtime.Intrinsics.X86;

namespace Photoseek.Embedding.Products;

/// <summary>The innermost part of a product: some rows of float32 times 32 columns of 16-bit numbers, in whichever way a processor does it best.</summary>
internal static unsafe class Int16Kernel
{
    /// <summary>Columns that lie together: a line of the cache for each row of the matrix.</summary>
    public const int PanelColumns = 32;

    /// <summary>How far ahead memory is asked for, in numbers: 8 KB measured best. Left alone a processor asks too late for what is read once.</summary>
    public const int Ahead = 128 * PanelColumns;

    /// <summary>Rows that any of them multiplies at a time.</summary>
    public const int MostRows = Int16WideKernel.MostRows;

    /// <summary>What this processor does best.</summary>
    public static Int16KernelKind Best { get; } =
        Avx512F.IsSupported ? Int16KernelKind.Avx512 : Avx2.IsSupported && Fma.IsSupported ? Int16KernelKind.Avx2 : Int16KernelKind.None;

    /// <summary>How many of <paramref name="rows"/> rows are multiplied at a time: as few as go without one turn more.</summary>
    public static int BlockOf(Int16KernelKind kind, int rows)
    {
        var most = kind == Int16KernelKind.Avx512 ? Int16WideKernel.MostRows : Int16NarrowKernel.Rows;
        var turns = (rows + most - 1) / most;
        return PlacesOf(kind, (rows + turns - 1) / turns);
    }

    /// <summary>For how many rows there is a place in a block that has <paramref name="rows"/>.</summary>
    public static int PlacesOf(Int16KernelKind kind, int rows) => kind == Int16KernelKind.Avx512 ? (rows + 1) / 2 * 2 : Int16NarrowKernel.Rows;

    /// <summary>Writes <paramref name="rows"/> x 32 numbers.</summary>
    /// <param name="kind">One that this processor has.</param>
    /// <param name="left">The rows, number by number: the first numbers of all, the second numbers of all, ..., <see cref="PlacesOf"/> each.</param>
    /// <param name="panel">32 columns, row by row.</param>
    /// <param name="depth">Numbers a row, and rows of the panel.</param>
    /// <param name="rows">At most a block.</param>
    /// <param name="scales">Of the 32 columns.</param>
    /// <param name="bias">Of the 32 columns.</param>
    /// <param name="result">Where the first row goes.</param>
    /// <param name="stride">From one row of the result to the next, in numbers.</param>
    public static void Multiply(Int16KernelKind kind, float* left, short* panel, int depth, int rows, float* scales, float* bias, float* result, int stride)
    {
        if (kind == Int16KernelKind.Avx512)
        {
            Int16WideKernel.Multiply(left, panel, depth, rows, scales, bias, result, stride);
        }
        else
        {
            Int16NarrowKernel.Multiply(left, panel, depth, rows, scales, bias, result, stride);
        }
    }
}
