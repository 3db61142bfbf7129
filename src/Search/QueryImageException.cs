namespace Photoseek.Search;

/// <summary>The image of <see cref="SearchRequest.ImageId"/> has no vector to search by.</summary>
public sealed class QueryImageException(long id, QueryImageState state) : Exception(state switch
{
    QueryImageState.Pending => $"Image {id} is not indexed yet.",
    QueryImageState.Failed => $"Image {id} could not be indexed.",
    _ => $"There is no image {id}.",
})
{
    /// <summary>The image that was asked for.</summary>
    public long Id { get; } = id;

    /// <summary>Why it cannot be used.</summary>
    public QueryImageState State { get; } = state;
}
