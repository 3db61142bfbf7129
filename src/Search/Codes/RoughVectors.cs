namespace Photoseek.Search.Codes;

/// <summary>Vectors as their codes have them: right but for rounding, and there without asking Postgres.</summary>
internal static class RoughVectors
{
    /// <summary>By image; what has no codes here is not among them.</summary>
    /// <param name="index">The codes.</param>
    /// <param name="images">Some hundred.</param>
    public static IReadOnlyDictionary<long, float[]> Of(CodeIndex index, IEnumerable<long> images)
    {
        var vectors = new Dictionary<long, float[]>();
        var epoch = index.Scans.Begin();
        try
        {
            foreach (var image in images)
            {
                if (index.RowOf(image) is var row and >= 0 && index.Read(row) is { } vector)
                {
                    vectors[image] = vector;
                }
            }

            return vectors;
        }
        finally
        {
            index.Scans.End(epoch);
        }
    }
}
