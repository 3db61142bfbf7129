namespace Photoseek.Embedding.Products;

/// <summary>What a processor has for products with 16-bit numbers.</summary>
internal enum Int16KernelKind
{
    /// <summary>Nothing that would pay.</summary>
    None,
    Avx2,
    Avx512,
}
