namespace Photoseek.Search.Codes;

/// <summary>The ways of <see cref="CodeKernel"/>.</summary>
internal enum CodeKernelKind
{
    /// <summary>64 bytes at a time.</summary>
    Avx512,

    /// <summary>32 bytes at a time.</summary>
    Avx2,

    /// <summary>16 bytes at a time, on whatever the processor has for it.</summary>
    Portable,

    /// <summary>A number at a time: what the others are held against.</summary>
    OneByOne,
}
