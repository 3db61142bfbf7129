namespace Photoseek.Search;

/// <summary>Finds pictures by a sentence or by a picture.</summary>
public sealed class PictureSearch
{
    /// <summary>Runs a search.</summary>
    /// <exception cref="InvalidSearchException">The request breaks a rule.</exception>
    /// <exception cref="Embedding.Images.PictureRefusedException">The query picture cannot be used.</exception>
    /// <exception cref="TimeoutException">It took longer than <see cref="SearchOptions.Deadline"/>.</exception>
    public Task<SearchAnswer> SearchAsync(SearchRequest request, CancellationToken cancellationToken) =>
        throw new NotSupportedException();
}
