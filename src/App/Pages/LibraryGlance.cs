using System.Data.Common;
using Photoseek.Indexing;

namespace Photoseek.App.Pages;

/// <summary>The library's counts for the frame around each page, at most two seconds old.</summary>
public sealed class LibraryGlance(PictureLibrary library, TimeProvider clock, ILogger<LibraryGlance> logger)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(2);

    private volatile Reading? _last;

    /// <summary>The counts; null while the database does not answer, so that a page can still be shown and say so.</summary>
    public async Task<LibraryStatus?> LookAsync(CancellationToken cancellationToken)
    {
        if (_last is { } last && clock.GetElapsedTime(last.TakenAt) < Fresh)
        {
            return last.Status;
        }

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Fresh);
        LibraryStatus? status = null;
        try
        {
            status = await library.StatusAsync(patience.Token);
        }
        catch (Exception exception) when (
            exception is DbException or TimeoutException
            || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            logger.GlanceFailed(exception);
        }

        _last = new Reading(status, clock.GetTimestamp());
        return status;
    }

    private sealed record Reading(LibraryStatus? Status, long TakenAt);
}
