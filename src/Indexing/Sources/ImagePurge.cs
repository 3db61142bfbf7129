using Microsoft.Extensions.Options;

namespace Photoseek.Indexing.Sources;

/// <summary>Deletes what has been gone from its source for long enough.</summary>
internal sealed class ImagePurge(ImageRemoval removal, IOptions<IndexingOptions> options)
{
    // So many steps of a few hundred in one pass: what is left has the next one. Any number of processes may do it.
    private const int MostSteps = 20;

    /// <summary>One pass.</summary>
    /// <returns>How many images are deleted.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var images = 0;
        for (var step = 0; step < MostSteps; step++)
        {
            var (objects, deleted) = await removal.PurgeAsync(options.Value.PurgeAfter, cancellationToken);
            images += deleted;
            if (objects == 0 && deleted == 0)
            {
                break;
            }
        }

        return images;
    }
}
