using Photoseek.Embedding.Images;
using Photoseek.Search;

namespace Photoseek.App.Http.Uploads;

/// <summary>The memory that pictures may take up which are sent to be searched by or embedded: all requests together, however many come at once.</summary>
internal sealed class PictureRoom(PictureDecoder decoder)
{
    private const int Largest = 8;
    private readonly long _most = (long)Largest * decoder.Limits.Bytes;
    private long _taken;

    /// <summary>A share that is given back when the request has been answered.</summary>
    public Share Open(HttpContext context)
    {
        var share = new Share(this);
        context.Response.RegisterForDispose(share);
        return share;
    }

    private void Take(long bytes)
    {
        if (Interlocked.Add(ref _taken, bytes) > _most)
        {
            Interlocked.Add(ref _taken, -bytes);
            throw new SearchBusyException();
        }
    }

    /// <summary>What one request has taken.</summary>
    internal sealed class Share(PictureRoom room) : IDisposable
    {
        private long _bytes;

        /// <exception cref="SearchBusyException">Others have it.</exception>
        public void Take(long bytes)
        {
            room.Take(bytes);
            _bytes += bytes;
        }

        public void Dispose() => Interlocked.Add(ref room._taken, -Interlocked.Exchange(ref _bytes, 0));
    }
}
