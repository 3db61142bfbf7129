using System.Runtime.InteropServices;

namespace Photoseek.Search.Queries;

/// <summary>An image that words were found in.</summary>
/// <param name="Id">The image.</param>
/// <param name="Score">More is better; comparable within one query only.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct WordMatch(long Id, double Score);
