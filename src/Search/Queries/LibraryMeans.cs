namespace Photoseek.Search.Queries;

/// <summary>The mean of the library's vectors: what any picture has in common with a query.</summary>
internal sealed class LibraryMeans(TimeProvider time)
{
    /// <summary>Means of fewer are made anew each time; those of more change slowly, and are made of so many at most.</summary>
    private const int Sample = 5_000;

    private const int Few = 2_000;
    private static readonly TimeSpan Remembered = TimeSpan.FromMinutes(10);

    private volatile Known? _last;

    /// <summary>The mean vector of a generation; null while it has none.</summary>
    public async Task<float[]?> OfAsync(LibrarySnapshot snapshot, Generation generation, CancellationToken cancellationToken)
    {
        if (_last is { } last && last.Generation == generation.Id && generation.Rows >= Few && generation.Rows < 2 * last.Rows && time.GetElapsedTime(last.Since) < Remembered)
        {
            return last.Mean;
        }

        // The same rows each time, as far as the table is the same.
        var sample = generation.Rows <= Sample ? "" : FormattableString.Invariant($"tablesample system ({100.0 * Sample / generation.Rows:0.######}) repeatable (1)");
        var sql = $"select avg(embedding)::real[] from image_vectors_{generation.Id} {sample}";
        var mean = (await snapshot.QueryAsync<float[]?>(sql, null, cancellationToken))[0];
        _last = mean is null ? null : new Known(generation.Id, generation.Rows, mean, time.GetTimestamp());
        return mean;
    }

    private sealed record Known(int Generation, long Rows, float[] Mean, long Since);
}
