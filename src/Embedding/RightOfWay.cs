namespace Photoseek.Embedding;

/// <summary>
/// Lets what somebody waits for go before what nobody waits for. Long arithmetic asks at each of its steps whether it may go on, which
/// frees the cores for the database as well: a thread's rank counts only against other threads of this process where Linux groups them.
/// </summary>
public sealed class RightOfWay(TimeProvider time)
{
    // One computes, and one is for the database.
    private const int CoresOfOne = 2;

    // How often as long as its last step it waits at most: what stands behind works for a third of its time, however much goes before it.
    private const int LongestWait = 2;

    [ThreadStatic]
    private static Place? _place;

    private int _underway;

    /// <summary>Goes before what stands behind, until the result is disposed.</summary>
    public Passage Go()
    {
        Interlocked.Increment(ref _underway);
        return new Passage(this);
    }

    /// <summary>Has the calling thread stand behind for as long as it lives.</summary>
    /// <param name="place">From 0; those with high ones make room first.</param>
    public void StandBehind(int place) => _place = new Place(this, place, time);

    /// <summary>A step's end: waits while others need the core, if the calling thread stands behind.</summary>
    public static void GiveWay() => _place?.GiveWay();

    private bool IsFree(int place) => place < Environment.ProcessorCount - (CoresOfOne * Volatile.Read(ref _underway));

    /// <summary>What goes before.</summary>
    public sealed class Passage : IDisposable
    {
        private RightOfWay? _way;

        internal Passage(RightOfWay way) => _way = way;

        /// <inheritdoc/>
        public void Dispose()
        {
            if (Interlocked.Exchange(ref _way, null) is { } way)
            {
                Interlocked.Decrement(ref way._underway);
            }
        }
    }

    private sealed class Place(RightOfWay way, int number, TimeProvider time)
    {
        private long _since = time.GetTimestamp();

        public void GiveWay()
        {
            var now = time.GetTimestamp();
            for (var end = now + (LongestWait * (now - _since)); now < end && !way.IsFree(number); now = time.GetTimestamp())
            {
#pragma warning disable RS0030 // Nobody wakes it: a search must not take the time, nor wait for a lock that a thread of lower rank holds.
                Thread.Sleep(1);
#pragma warning restore RS0030
            }

            _since = now;
        }
    }
}
