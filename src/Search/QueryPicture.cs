namespace Photoseek.Search;

/// <summary>A picture to search by that is no picture of the library.</summary>
/// <param name="Bytes">Of a JPEG, PNG or WebP.</param>
/// <param name="Weight">How much it counts; negative: the results should not be like it.</param>
public sealed record QueryPicture(ReadOnlyMemory<byte> Bytes, double Weight = 1);
