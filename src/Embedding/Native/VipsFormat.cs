namespace Photoseek.Embedding.Native;

/// <summary>The two of VipsBandFormat that the loaders which are let in give.</summary>
internal enum VipsFormat
{
    /// <summary>VIPS_FORMAT_UCHAR.</summary>
    Byte = 0,

    /// <summary>VIPS_FORMAT_USHORT.</summary>
    UShort = 2,
}
